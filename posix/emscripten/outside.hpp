// What comes to threads from outside of the program: while all of them wait, and now and then as
// they take turns, JavaScript has control, and an event of it may call the program. And each other
// they may interrupt, by pthread_cancel.
#pragma once

#include "cancellation.hpp"
#include "clock.hpp"

namespace weft::backend::outside {

/// Not where the program has no Asyncify, nor in node when it awaits no event any more.
bool may_come() noexcept;
constexpr bool is_awaited() noexcept {
    return false;
}
/// How often threads may yet take turns before the clock is asked: never, where the last turns were
/// long.
inline constinit unsigned short_turns = 0;
/// By the clock, and says by how long the last turns were when it is to be asked again.
bool is_late() noexcept;
/// Whether it is some milliseconds since JavaScript had control, about as long as a page's redraw
/// may be put off.
inline bool is_due() noexcept {
    return short_turns == 0 ? is_late() : --short_turns == 0 && is_late();
}
/// Events call in while `sleep_while` sleeps, if only until a deadline that has passed.
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
