// What cannot be said in C++: each of these is a few instructions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft::backend {

extern "C" {

/// Pushes the registers that a function preserves, stores the stack pointer at `from`, and returns
/// to where the stack that ends at `to` was left so.
void weft_cross(void** from, void* to) noexcept;

/// What `weft_cross` takes from a stack, in words; the last is where it goes on.
extern const std::size_t weft_crossing_size;

/// Where a stack begins: calls `weft_begun`. For who unwinds, it has no caller.
void weft_begin() noexcept;
void weft_begun() noexcept;

/// Calls `function(argument)` with the stack pointer at `stack`.
std::uintptr_t weft_call_on(void* stack, std::uintptr_t (*function)(std::uintptr_t),
                            std::uintptr_t argument);

} // extern "C"

} // namespace weft::backend
