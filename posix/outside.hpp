// What comes to threads from outside of the program: signals, and what they await of the system. As
// the scheduler asks for it.
#pragma once

#include <csignal>
#include <cstdint>

#include "clock.hpp"
#include "foreign_threads.hpp"

namespace weft::backend::outside {

/// At every so many passes the system is asked what has come, where somebody awaits something.
inline constexpr unsigned look_distance = 64;

/// Set by signal handlers: there is work for `look`.
inline constinit volatile std::sig_atomic_t has_news = 0;
/// How many threads await something of the system.
inline constinit unsigned awaiting = 0;
/// How often it was decided who goes on.
inline constinit unsigned long passes = 0;

bool may_come() noexcept;
inline bool is_awaited() noexcept {
    return awaiting != 0;
}
inline bool is_due() noexcept {
    posix::refuse_foreign();
    ++passes;
    return has_news != 0 || (is_awaited() && passes % look_distance == 0);
}
void look() noexcept;
void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline);
void interrupted();
void stays_interrupted() noexcept;

} // namespace weft::backend::outside
