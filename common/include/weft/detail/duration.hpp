// Any duration as the whole nanoseconds that the library waits for.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace weft::detail {

/// Rounds up, so that no wait is shorter than was asked for. What is too long for 64 bits (292
/// years) is cut to that; what is negative, or no number, is 0.
template <class Rep, class Period>
constexpr std::int64_t to_nanoseconds(const std::chrono::duration<Rep, Period>& time) {
    // Compared in floating point: an integral `hours::max()` overflows when made nanoseconds.
    constexpr auto longest = std::numeric_limits<std::int64_t>::max();
    const double wanted = std::chrono::duration<double, std::nano>(time).count();
    if (!(wanted > 0))
        return 0;
    if (wanted >= static_cast<double>(longest))
        return longest;
    return std::chrono::ceil<std::chrono::duration<std::int64_t, std::nano>>(time).count();
}

/// How long it is from `now` to `time`, as above. No difference is too large to tell.
template <class Clock, class Duration>
std::int64_t nanoseconds_until(const std::chrono::time_point<Clock, Duration>& time,
                               const typename Clock::time_point& now) {
    using approximate = std::chrono::duration<double, std::nano>;
    constexpr double century = 3.2e18;
    const double left =
        approximate(time.time_since_epoch()).count() - approximate(now.time_since_epoch()).count();
    if (left > century || left < -century)
        return to_nanoseconds(approximate(left));
    return to_nanoseconds(time - now);
}

} // namespace weft::detail
