// The memory of the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>

#include <sys/mman.h>
#include <unistd.h>

namespace support {

/// The largest stack that it has memory for.
inline constexpr std::size_t largest_stack = 67'108'864;

/// What of it is there, in bytes.
inline std::size_t resident_memory() {
    std::size_t all = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// False where the page of `place` has nothing mapped, and what is mapped there cannot be used.
inline bool is_writable_if_free(std::uintptr_t place) {
#ifdef MAP_FIXED_NOREPLACE
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    auto* const wanted = reinterpret_cast<void*>(place / page * page);
    auto* const got = ::mmap(wanted, page, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (got != wanted)
        return true;
    std::memset(got, 1, page);
    const bool written = static_cast<volatile char*>(got)[page / 2] == 1;
    ::munmap(got, page);
    return written;
#else
    return place != 0; // the system maps nothing where it is told
#endif
}

} // namespace support
