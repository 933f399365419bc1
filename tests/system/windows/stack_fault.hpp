// What a stack that overflows leads to: an exception of the system's.
#pragma once

#include <windows.h>

namespace support {

/// Has `handler` called when the running thread overflows its stack. It must not return.
template <void (*handler)()>
void handle_stack_fault() {
    ULONG left_for_handler = 65536;
    SetThreadStackGuarantee(&left_for_handler);
    AddVectoredExceptionHandler(1, [](EXCEPTION_POINTERS* fault) -> LONG {
        const DWORD code = fault->ExceptionRecord->ExceptionCode;
        if (code == EXCEPTION_STACK_OVERFLOW || code == EXCEPTION_ACCESS_VIOLATION)
            handler();
        return EXCEPTION_CONTINUE_SEARCH;
    });
}

} // namespace support
