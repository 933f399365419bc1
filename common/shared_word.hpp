// What the words of a shared mutex hold. The first says who has it. Bit 0 is set where one thread
// has it alone: then bits 2 to 30 are the lower ones of its ident, as in `lock_word.hpp`; else they
// are how many share it. The second, its gate, is held as a lock by who is the next to have it,
// while that waits: nobody else waits on the first word. Bit 1 there is `waited_for`, as in a
// lock's: that thread may be parked on it. Bit 31 is this:
#pragma once

#include <cstdint>

#include "lock_word.hpp"

namespace weft {

/// Only who holds the gate may take it now.
inline constexpr std::uint32_t is_promised = std::uint32_t{1} << 31;

/// What one of those who share it adds.
inline constexpr std::uint32_t one_share = 4;
inline constexpr std::uint32_t most_shares = is_promised - one_share;

/// Of what this thread has alone, given what a lock's word holds that it owns.
constexpr std::uint32_t alone_word(std::uint32_t owned) {
    return owned & ~is_promised;
}

/// `alone_word` of who has it alone; `one_share` times how many share it, which is not odd; or 0.
constexpr std::uint32_t who_has_it(std::uint32_t word) {
    return word & ~(is_promised | waited_for);
}

constexpr bool is_had_alone(std::uint32_t word) {
    return (word & 1) != 0;
}

/// The first word of the shared mutex whose gate this is: its address.
inline const std::uint32_t* shared_mutex_of(const std::uint32_t* gate) {
    return gate - 1;
}

} // namespace weft
