// Clocks for the tests of timeouts.
#pragma once

#include <chrono>
#include <cstddef>
#include <iterator>
#include <ratio>

namespace support {

/// How long `action` takes on a steady clock.
template <class F>
std::chrono::steady_clock::duration time_of(F action) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    return std::chrono::steady_clock::now() - begin;
}

/// A clock of a program's own, which counts in thirds of a second from when it was first asked.
struct own_clock {
    using duration = std::chrono::duration<double, std::ratio<1, 3>>;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<own_clock>;
    static constexpr bool is_steady = true;

    static time_point now() {
        static const auto start = std::chrono::steady_clock::now();
        return time_point(std::chrono::steady_clock::now() - start);
    }
};

/// A clock whose epoch is still to come.
struct countdown_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<countdown_clock>;
    static constexpr bool is_steady = true;

    static time_point now() {
        return time_point(std::chrono::steady_clock::now().time_since_epoch() -
                          std::chrono::hours(24 * 365 * 200));
    }
};

/// A clock that somebody sets back once: it shows 0, 10, 0, 15 and 20 ms, whenever it is asked.
struct set_back_clock {
    using duration = std::chrono::milliseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<set_back_clock>;
    static constexpr bool is_steady = false;

    static inline std::size_t asked = 0;

    static time_point now() {
        constexpr int shown[] = {0, 10, 0, 15, 20};
        constexpr std::size_t last = std::size(shown) - 1;
        const auto now = shown[asked < last ? asked : last];
        ++asked;
        return time_point(duration(now));
    }
};

} // namespace support
