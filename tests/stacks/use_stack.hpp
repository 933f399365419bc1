// Frames that use a stack.
#pragma once

#include <cstddef>
#include <cstdint>

namespace support {

/// Where the stack is. Not the address of a variable, which a sanitiser may put elsewhere.
[[gnu::noinline]] inline std::uintptr_t place() {
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

/// Writes to all of `bytes` of the stack below `top`, and finds it there afterwards. In frames that
/// are few enough for ThreadSanitizer, which counts them.
[[gnu::noinline]] inline bool use_stack(std::uintptr_t top, std::size_t bytes) {
    constexpr std::size_t numbers = 2048 / sizeof(std::size_t);
    volatile std::size_t block[numbers];
    for (std::size_t i = 0; i < numbers; ++i)
        block[i] = top + i;
    const bool below_kept = top - place() >= bytes || use_stack(top, bytes);
    bool kept = true;
    for (std::size_t i = 0; i < numbers; ++i)
        kept = kept && block[i] == top + i;
    return kept && below_kept;
}

} // namespace support
