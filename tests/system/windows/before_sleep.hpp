// What comes just before the process sleeps: the linker leads weft's call of `WaitOnAddress` here
// (--wrap).
#pragma once

#include <windows.h>

namespace support {
inline void (*before_sleep)() = [] {};
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
BOOL WINAPI __real_WaitOnAddress(volatile void*, void*, SIZE_T, DWORD);
BOOL WINAPI __wrap_WaitOnAddress(volatile void* word, void* expected, SIZE_T size, DWORD time) {
    support::before_sleep();
    return __real_WaitOnAddress(word, expected, size, time);
}
}
// NOLINTEND(bugprone-reserved-identifier)
