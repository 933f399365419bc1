// What cannot be said in C++: each of these is a few instructions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft::backend {

extern "C" {

/// Puts the registers that a function keeps on the stack, and its end at `from`; goes on where this
/// was called with `to` as it is there then.
void weft_cross(void** from, void* to) noexcept;

/// What `weft_cross` takes from a stack, in words; the last is where it goes on.
extern const std::size_t weft_crossing_size;

/// Where a stack begins: calls `weft_begun`. For who unwinds, it has no caller.
void weft_begin() noexcept;
void weft_begun() noexcept;

/// Calls `function(argument)` on the stack that ends there.
std::uintptr_t weft_call_on(void* stack, std::uintptr_t (*function)(std::uintptr_t),
                            std::uintptr_t argument);

} // extern "C"

} // namespace weft::backend
