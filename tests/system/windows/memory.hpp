// The memory of the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <windows.h>

#include <psapi.h>

namespace support {

/// The largest stack that it has memory for.
inline constexpr std::size_t largest_stack = 67'108'864;

/// What of it is there, in bytes.
inline std::size_t resident_memory() {
    PROCESS_MEMORY_COUNTERS counters{};
    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters);
    return counters.WorkingSetSize;
}

/// False where the page of `place` has nothing mapped, and what is mapped there cannot be used.
inline bool is_writable_if_free(std::uintptr_t place) {
    constexpr std::uintptr_t unit = 65536; // in which addresses are reserved
    auto* const wanted = reinterpret_cast<void*>(place / unit * unit);
    auto* const got = VirtualAlloc(wanted, unit, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (got == nullptr)
        return true;
    std::memset(got, 1, unit);
    const bool written = static_cast<volatile char*>(got)[unit / 2] == 1;
    VirtualFree(got, 0, MEM_RELEASE);
    return written;
}

} // namespace support
