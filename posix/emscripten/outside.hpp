// What comes to threads from outside of the program: while all of them wait, JavaScript has
// control, and an event of it may call the program. And each other they may interrupt, by
// pthread_cancel.
#pragma once

#include "cancellation.hpp"
#include "clock.hpp"

namespace weft::backend::outside {

/// Not where the program has no Asyncify, nor in node when it awaits no event any more.
bool may_come() noexcept;
constexpr bool is_awaited() noexcept {
    return false;
}
constexpr bool is_due() noexcept {
    return false;
}
constexpr void look() noexcept {}
void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline);
inline void interrupted() {
    posix::take_cancellation();
}
/// It is looked for at the next point.
constexpr void stays_interrupted() noexcept {}

/// An event's function is called as main.
constexpr bool may_call_in = true;
/// Ends the sleep, when that function has returned.
void wake() noexcept;
/// It would have to wait. Says so, and aborts.
[[noreturn]] void refuse_to_switch() noexcept;

} // namespace weft::backend::outside
