// Who holds a lock, as its word tells it: the lower 30 bits of the thread's ident, above the two
// bits that every lock has.
#pragma once

#include <cstdint>

#include "events.hpp"
#include "thread_record.hpp"

namespace weft::backend {

constexpr std::uint32_t held_by(ident_t thread) {
    return static_cast<std::uint32_t>(thread << 2) | 1;
}

/// What `sole_holder` is while this thread runs.
inline std::uint32_t sole_holder_of(ident_t thread) {
    return watching == nullptr ? held_by(thread) : 0;
}

/// What `held_by` says of who holds the lock with this word, whether others wait for it or not.
constexpr std::uint32_t holder(std::uint32_t word) {
    return word & ~std::uint32_t{2};
}

/// What a guard's word holds while this thread initialises the static object: not 0, and without
/// bit 0, by which a program may look at it.
constexpr std::uint32_t initialised_by(ident_t thread) {
    return held_by(thread) ^ 3;
}

/// The lower 30 bits of the ident of who holds the lock with this word.
constexpr std::uint32_t ident_bits(std::uint32_t word) {
    return word >> 2;
}

} // namespace weft::backend
