// What a stack that overflows leads to: an exception of the system's.
#pragma once

#include <windows.h>

namespace support {

/// By a thread of its own, as there may be little room on the stack that is full.
template <void (*handler)()>
struct stack_fault_watcher {
    static inline HANDLE faulted = nullptr;
    static inline HANDLE thread = nullptr;

    static DWORD WINAPI watch(void*) {
        WaitForSingleObject(faulted, INFINITE);
        handler();
        return 0;
    }

    static LONG WINAPI on_exception(EXCEPTION_POINTERS* exception) {
        const DWORD code = exception->ExceptionRecord->ExceptionCode;
        if (code == EXCEPTION_STACK_OVERFLOW || code == EXCEPTION_ACCESS_VIOLATION) {
            SetEvent(faulted);
            WaitForSingleObject(thread, INFINITE);
        }
        return EXCEPTION_CONTINUE_SEARCH;
    }
};

/// Has `handler` called when a thread overflows its stack. It must not return. Called once.
template <void (*handler)()>
void handle_stack_fault() {
    using watcher = stack_fault_watcher<handler>;
    watcher::faulted = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    watcher::thread = CreateThread(nullptr, 0, watcher::watch, nullptr, 0, nullptr);
    AddVectoredExceptionHandler(1, watcher::on_exception);
}

} // namespace support
