// What the word of a lock holds: 0 where it is free; else bit 0 is set, bits 2 to 31 are the
// backend's, which may tell there who holds it, and bit 1 is this:
#pragma once

#include <cstdint>

namespace weft {

/// Threads may be parked on the word, so who releases the lock unparks one.
inline constexpr std::uint32_t waited_for = 2;

} // namespace weft
