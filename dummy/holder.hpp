// Who holds a lock, as its word tells it: the lower 30 bits of the thread's ident, above the two
// bits that every lock has.
#pragma once

#include <cstdint>

#include "thread_record.hpp"

namespace weft::backend {

constexpr std::uint32_t held_by(ident_t thread) {
    return static_cast<std::uint32_t>(thread << 2) | 1;
}

constexpr bool holds(ident_t thread, std::uint32_t word) {
    return (held_by(thread) | 2) == (word | 2);
}

} // namespace weft::backend
