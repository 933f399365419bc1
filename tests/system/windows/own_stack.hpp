// The stack of the running thread, as the system tells it.
#pragma once

#include <cstddef>

#include <windows.h>

namespace support {

inline std::size_t own_stack_size() {
    ULONG_PTR lowest = 0;
    ULONG_PTR end = 0;
    GetCurrentThreadStackLimits(&lowest, &end);
    return end - lowest;
}

} // namespace support
