// Waiting for a moment of any clock.
#pragma once

#include <chrono>
#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"

namespace weft::detail {

/// Whether a wait that has ended by its deadline took no time: so it is while `weft::explore` runs,
/// and a clock does not tell that the time has come.
WEFT_VISIBLE bool time_is_virtual() noexcept;

/// Has `within(nanoseconds)` wait until it returns true, or `Clock` shows `time`, or longer where
/// that is set forward meanwhile; without end where it is more than a century away. Returns what
/// `within` returned last, or false where the time has passed before.
template <class Clock, class Duration, class Within>
bool wait_until(const std::chrono::time_point<Clock, Duration>& time, Within within) {
    while (const auto left = nanoseconds_until(time, Clock::now())) {
        if (within(left))
            return true;
        if (time_is_virtual())
            return false;
    }
    return false;
}

} // namespace weft::detail
