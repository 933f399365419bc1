// The moments that POSIX waits until.
#pragma once

#include <cerrno>
#include <chrono>
#include <ctime>

#include "giving_way.hpp"
#include "weft/std/detail/timed_word.hpp"

namespace weft::posix {

inline bool is_valid(const timespec& time) noexcept {
    return time.tv_nsec >= 0 && time.tv_nsec < 1'000'000'000;
}

/// Of what is further away than can be told, as far as can be: 100 years.
inline std::chrono::nanoseconds duration_of(const timespec& time) noexcept {
    constexpr long long longest = 100LL * 366 * 86'400;
    const long long seconds = time.tv_sec;
    if (seconds > longest)
        return std::chrono::seconds(longest);
    return std::chrono::seconds(seconds) + std::chrono::nanoseconds(time.tv_nsec);
}

/// REQUIRES: it is not negative.
inline timespec timespec_of(std::chrono::nanoseconds duration) noexcept {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
    return {static_cast<time_t>(seconds.count()), static_cast<long>((duration - seconds).count())};
}

inline bool is_known(clockid_t clock) noexcept {
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

/// Calls `with` that moment of the clock that C++ has for this one. REQUIRES: it is known.
template <class With>
auto at_moment(clockid_t clock, const timespec& time, With with) {
    using std::chrono::nanoseconds, std::chrono::system_clock, std::chrono::steady_clock;
    if (clock == CLOCK_MONOTONIC)
        return with(std::chrono::time_point<steady_clock, nanoseconds>(duration_of(time)));
    return with(std::chrono::time_point<system_clock, nanoseconds>(duration_of(time)));
}

/// Has `word` locked, in vain until then: 0, or the number of an error. That the time is valid is
/// looked at only where it must wait (POSIX).
template <class Word>
int lock_until(Word& word, clockid_t clock, const timespec& time) {
    if (word.try_lock())
        return 0;
    if (!is_valid(time) || !is_known(clock))
        return EINVAL;
    give_way_at_times(tries_at_once); // the time may have passed
    const bool locked =
        at_moment(clock, time, [&](auto moment) { return detail::lock_until(word, moment); });
    return locked ? 0 : ETIMEDOUT;
}

} // namespace weft::posix
