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
    using std::chrono::nanoseconds, std::chrono::seconds;
    constexpr double longest = 9.2e18; // less than 64 bits hold, by more than the rounding
    const double wanted = std::chrono::duration<double, std::nano>(time).count();
    if (!(wanted > 0))
        return 0;
    if (wanted >= longest)
        return std::numeric_limits<std::int64_t>::max();
    // In two parts, as a conversion of the whole multiplies by the period's numerator first.
    const auto whole = std::chrono::floor<seconds>(time);
    return nanoseconds(whole).count() + std::chrono::ceil<nanoseconds>(time - whole).count();
}

/// How long it is from `now` to `time`, as above.
template <class Clock, class Duration>
std::int64_t nanoseconds_until(const std::chrono::time_point<Clock, Duration>& time,
                               const typename Clock::time_point& now) {
    using std::chrono::duration_cast, std::chrono::nanoseconds, std::chrono::seconds;
    using approximate = std::chrono::duration<double, std::nano>;
    constexpr double century = 3.2e18;
    const double left =
        approximate(time.time_since_epoch()).count() - approximate(now.time_since_epoch()).count();
    if (!(-century <= left && left <= century))
        return to_nanoseconds(approximate(left));
    // In two parts, as the clocks' periods may have no common one that holds both times; towards
    // zero, as the second below the earliest time is none that its clock can tell.
    const auto time_seconds = duration_cast<seconds>(time.time_since_epoch());
    const auto now_seconds = duration_cast<seconds>(now.time_since_epoch());
    const auto rest = std::chrono::ceil<nanoseconds>((time.time_since_epoch() - time_seconds) -
                                                     (now.time_since_epoch() - now_seconds));
    return to_nanoseconds(nanoseconds(time_seconds - now_seconds) + rest);
}

} // namespace weft::detail
