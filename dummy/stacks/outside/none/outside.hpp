// Nothing comes to threads from outside of the program, save the signal that ends a sleep of
// main's.
#pragma once

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
constexpr void interrupted() noexcept {}
constexpr void stays_interrupted() noexcept {}
constexpr bool may_call_in = false;
constexpr void wake() noexcept {}
constexpr void refuse_to_switch() noexcept {}

} // namespace weft::backend::outside
