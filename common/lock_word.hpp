// What the word of a lock holds: 0 where it is free; else bit 0 is set, bits 2 to 31 are the
// backend's, which may tell there who holds it, and bit 1 is this:
#pragma once

#include <cstdint>

#include "weft/ident.hpp"

namespace weft {

/// Threads may be parked on the word, so who releases the lock unparks one.
inline constexpr std::uint32_t waited_for = 2;

/// Of what this thread holds, where the word tells who does.
constexpr std::uint32_t owner_word(ident_t thread) {
    return static_cast<std::uint32_t>(thread << 2) | 1;
}

/// The lower 30 bits of the ident of who holds it, or 0 where that is not told.
constexpr ident_t owner_of(std::uint32_t word) {
    return word >> 2;
}

/// Without whether others wait.
constexpr std::uint32_t without_waiters(std::uint32_t word) {
    return word & ~waited_for;
}

} // namespace weft
