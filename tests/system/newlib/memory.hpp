// The memory of the program: its heap.
#pragma once

#include <cstddef>
#include <cstdint>

#include <malloc.h>

namespace support {

/// The largest stack that it has memory for.
inline constexpr std::size_t largest_stack = 4'194'304;

/// What of it is taken, in bytes.
inline std::size_t resident_memory() {
    return static_cast<std::size_t>(::mallinfo().uordblks);
}

/// All of it can be used, also what is free.
inline bool is_writable_if_free(std::uintptr_t) {
    return true;
}

} // namespace support
