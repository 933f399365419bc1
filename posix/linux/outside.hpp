// What comes to threads from outside of the program: signals, and what they await of the system. As
// the scheduler asks for it.
#pragma once

#include <csignal>
#include <cstdint>

#include "clock.hpp"
#include "foreign_threads.hpp"
#include "steering.hpp"
#include "ticks.hpp"

namespace weft::backend::outside {

/// Where somebody awaits something, the system is asked what has come when so many passes were
/// made, or as many as there are descriptors; and, as threads may run long before they let others,
/// after so many of the processor's ticks, some milliseconds, where that steers nobody.
inline constexpr unsigned look_distance = 64;
inline constexpr std::uint64_t look_ticks = 1 << 24;

/// Set by signal handlers: there is work for `look`.
inline constinit volatile std::sig_atomic_t has_news = 0;
/// How many threads await something of the system.
inline constinit unsigned awaiting = 0;
/// How often it was decided who goes on.
inline constinit unsigned long passes = 0;
/// When the system is to be asked next, and was asked last.
inline constinit unsigned long next_look = 0;
inline constinit std::uint64_t last_look = 0;

bool may_come() noexcept;
inline bool is_awaited() noexcept {
    return awaiting != 0;
}
inline bool is_due() noexcept {
    posix::refuse_foreign();
    ++passes;
    return has_news != 0 ||
           (is_awaited() &&
            (passes >= next_look || (!time_is_virtual() && ticks() - last_look > look_ticks)));
}
void look() noexcept;
void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline);
void interrupted();
void stays_interrupted() noexcept;
constexpr bool may_call_in = false;
constexpr void wake() noexcept {}
constexpr void refuse_to_switch() noexcept {}

} // namespace weft::backend::outside
