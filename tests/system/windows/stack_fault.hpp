// What a stack that overflows leads to: an exception of the system's.
#pragma once

#include <windows.h>

namespace support {

/// Has `handler` called when a thread overflows its stack. It must not return.
template <void (*handler)()>
void handle_stack_fault() {
    // By a thread of its own, as there may be little room on the one that is full.
    static const HANDLE faulted = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    static const HANDLE waiting = CreateThread(
        nullptr, 0,
        [](void*) -> DWORD {
            WaitForSingleObject(faulted, INFINITE);
            handler();
            return 0;
        },
        nullptr, 0, nullptr);
    AddVectoredExceptionHandler(1, [](EXCEPTION_POINTERS* fault) -> LONG {
        const DWORD code = fault->ExceptionRecord->ExceptionCode;
        if (code == EXCEPTION_STACK_OVERFLOW || code == EXCEPTION_ACCESS_VIOLATION) {
            SetEvent(faulted);
            WaitForSingleObject(waiting, INFINITE);
        }
        return EXCEPTION_CONTINUE_SEARCH;
    });
}

} // namespace support
