// Nothing comes to threads from outside of the program. But each other they may interrupt, by
// pthread_cancel.
#pragma once

#include "cancellation.hpp"
#include "sleep.hpp"

namespace weft::backend::outside {

constexpr bool may_come() noexcept {
    return false;
}
constexpr bool is_awaited() noexcept {
    return false;
}
constexpr bool is_due() noexcept {
    return false;
}
constexpr void look() noexcept {}
inline void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    backend::sleep_while(word, expected, deadline);
}
inline void interrupted() {
    posix::take_cancellation();
}
/// It is looked for at the next point.
constexpr void stays_interrupted() noexcept {}

} // namespace weft::backend::outside
