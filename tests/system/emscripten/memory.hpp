// The memory of the process.
#pragma once

#include <cstddef>
#include <cstdint>

#include <emscripten/emscripten.h>

namespace support {

/// The largest stack that it has memory for.
inline constexpr std::size_t largest_stack = 67'108'864;

/// What of it is there, in bytes.
inline std::size_t resident_memory() {
    return static_cast<std::size_t>(EM_ASM_DOUBLE({ return process.memoryUsage.rss(); }));
}

/// False where nothing is mapped at `place`, and what is mapped there cannot be used: all of
/// WebAssembly's memory is always mapped.
inline bool is_writable_if_free(std::uintptr_t) {
    return true;
}

} // namespace support
