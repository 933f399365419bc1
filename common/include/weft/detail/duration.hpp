// Any duration as the whole nanoseconds that the library waits for.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <numeric>
#include <type_traits>

namespace weft::detail {

/// Not by a conversion of durations: the ratio of two periods may be none that `std::ratio` holds.
template <class Rep, class Period>
constexpr double approximate_nanoseconds(const std::chrono::duration<Rep, Period>& time) {
    constexpr double period =
        1e9 * static_cast<double>(Period::num) / static_cast<double>(Period::den);
    return static_cast<double>(time.count()) * period;
}

/// Whether <chrono> computes exactly, in 64 bits, with times of less than 292 years in these
/// periods and in nanoseconds: parts of a second have a common period, and no numerator makes a
/// time too large before it is divided.
template <class... Periods>
constexpr bool are_exact() {
    std::intmax_t common = std::nano::den;
    for (const std::intmax_t each : {Periods::den...}) {
        const std::intmax_t factor = each / std::gcd(common, each);
        if (factor > std::numeric_limits<std::intmax_t>::max() / 2 / common)
            return false;
        common *= factor;
    }
    return ((Periods::num == 1 || Periods::den <= std::nano::den) && ...);
}

/// Rounds up, so that no wait is shorter than was asked for; to the next nanosecond where that is
/// exact. What is too long for 64 bits (292 years) is cut to that; what is negative, or no number,
/// is 0.
template <class Rep, class Period>
constexpr std::int64_t to_nanoseconds(const std::chrono::duration<Rep, Period>& time) {
    using std::chrono::nanoseconds, std::chrono::seconds;
    constexpr double longest = 9.2e18; // less than 64 bits hold, by more than the rounding
    const double wanted = approximate_nanoseconds(time);
    if (!(wanted > 0))
        return 0;
    if (wanted >= longest)
        return std::numeric_limits<std::int64_t>::max();
    if constexpr (std::is_same_v<Rep, float>) {
        return to_nanoseconds(
            std::chrono::duration<double, Period>(time)); // which holds each float
    } else if constexpr (are_exact<Period>()) {
        // In two parts, as a conversion of the whole multiplies by the period's numerator first.
        const auto whole = std::chrono::floor<seconds>(time);
        return nanoseconds(whole).count() + std::chrono::ceil<nanoseconds>(time - whole).count();
    } else {
        constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
        return static_cast<std::int64_t>(wanted * (1 + rounding)) + 1;
    }
}

/// How long it is from `now` to `time`, as above; what is more than a century away is cut to the
/// longest, as a clock's last moment is, whatever its epoch.
template <class Clock, class Duration>
std::int64_t nanoseconds_until(const std::chrono::time_point<Clock, Duration>& time,
                               const typename Clock::time_point& now) {
    using std::chrono::duration_cast, std::chrono::nanoseconds, std::chrono::seconds;
    constexpr double century = 3.2e18;
    const double left = approximate_nanoseconds(time.time_since_epoch()) -
                        approximate_nanoseconds(now.time_since_epoch());
    if (left > century)
        return std::numeric_limits<std::int64_t>::max();
    if constexpr (are_exact<typename Duration::period, typename Clock::period>()) {
        if (left >= -century) {
            // In two parts, as the clocks' periods may have no common one that holds both times;
            // towards zero, as the second below the earliest time is none that its clock can tell.
            const auto time_seconds = duration_cast<seconds>(time.time_since_epoch());
            const auto now_seconds = duration_cast<seconds>(now.time_since_epoch());
            const auto rest = std::chrono::ceil<nanoseconds>(
                (time.time_since_epoch() - time_seconds) - (now.time_since_epoch() - now_seconds));
            return to_nanoseconds(nanoseconds(time_seconds - now_seconds) + rest);
        }
    }
    return to_nanoseconds(std::chrono::duration<double, std::nano>(left));
}

} // namespace weft::detail
