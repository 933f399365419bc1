// Acquiring a lock with a timeout.
#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "clocks.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using support::own_clock;
using support::set_back_clock;
using support::time_of;
using weft::lock_type;
using weft::detail::to_nanoseconds;

namespace {

constexpr auto longest = std::numeric_limits<std::int64_t>::max();

// Periods that std::ratio can't bring to nanoseconds.
using exaseconds = std::chrono::duration<long long, std::exa>;
using attoseconds = std::chrono::duration<long long, std::atto>;
using largest_period = std::chrono::duration<long long, std::ratio<INTMAX_MAX>>;
using smallest_period = std::chrono::duration<long long, std::ratio<1, INTMAX_MAX>>;
using odd_period = std::chrono::duration<unsigned char, std::ratio<INTMAX_MAX, INTMAX_MAX - 1>>;

static_assert(to_nanoseconds(exaseconds(1)) == longest);
static_assert(to_nanoseconds(exaseconds(0)) == 0);
static_assert(to_nanoseconds(exaseconds::min()) == 0);
static_assert(to_nanoseconds(std::chrono::duration<double, std::exa>(1e-18)) == 1'000'000'000);
static_assert(to_nanoseconds(attoseconds(1)) == 1);
static_assert(to_nanoseconds(attoseconds::max()) == 9'223'372'037);
static_assert(to_nanoseconds(std::chrono::duration<long long, std::pico>(5000)) == 5);
static_assert(to_nanoseconds(std::chrono::duration<long long, std::pico>(5001)) == 6);
static_assert(to_nanoseconds(largest_period(1)) == longest);
static_assert(to_nanoseconds(smallest_period(1)) == 1);
static_assert(to_nanoseconds(smallest_period::max()) >= 1'000'000'000);
static_assert(to_nanoseconds(smallest_period::max()) <= 1'000'000'001);
static_assert(to_nanoseconds(odd_period(3)) > 3'000'000'000);
static_assert(to_nanoseconds(odd_period(3)) <= 3'000'000'001);
static_assert(to_nanoseconds(std::chrono::duration<double, std::milli>(2.5)) == 2'500'000);
static_assert(to_nanoseconds(std::chrono::duration<double>(1e200)) == longest);

template <class Duration>
bool acquires_free_lock_for(Duration time) {
    lock_type lock;
    return lock.try_lock_for(time) && lock.locked();
}

template <class TimePoint>
bool acquires_free_lock_until(TimePoint time) {
    lock_type lock;
    return lock.try_lock_until(time) && lock.locked();
}

template <class Clock>
void check_time_points() {
    CHECK(acquires_free_lock_until(Clock::now() + 1s));
    CHECK(acquires_free_lock_until(Clock::now() - 1s));
    CHECK(acquires_free_lock_until(Clock::time_point::min()));
    CHECK(acquires_free_lock_until(Clock::time_point::max()));

    lock_type held;
    held.acquire();
    CHECK_FALSE(held.try_lock_until(Clock::time_point::min()));
    CHECK_FALSE(held.try_lock_until(Clock::now() - 1s));
    const auto end = Clock::now() + 20ms;
    CHECK_FALSE(held.try_lock_until(end));
    CHECK(Clock::now() >= end);
    CHECK(held.locked());
}

} // namespace

TEST_CASE_TEMPLATE("a free lock is acquired whatever the timeout", Duration,
                   std::chrono::nanoseconds, std::chrono::microseconds, std::chrono::milliseconds,
                   std::chrono::hours, std::chrono::duration<float>, std::chrono::duration<double>,
                   std::chrono::duration<double, std::nano>,
                   std::chrono::duration<long double, std::ratio<86400>>,
                   std::chrono::duration<unsigned>, std::chrono::duration<signed char>, exaseconds,
                   attoseconds, largest_period, smallest_period, odd_period) {
    CHECK(acquires_free_lock_for(Duration(1)));
    CHECK(acquires_free_lock_for(Duration::zero()));
    CHECK(acquires_free_lock_for(Duration::min()));
    CHECK(acquires_free_lock_for(Duration::max()));
}

TEST_CASE_TEMPLATE("a free lock is acquired also where the timeout is not finite", Rep, float,
                   double, long double) {
    using limits = std::numeric_limits<Rep>;
    CHECK(acquires_free_lock_for(std::chrono::duration<Rep>(limits::infinity())));
    CHECK(acquires_free_lock_for(std::chrono::duration<Rep>(-limits::infinity())));
    CHECK(acquires_free_lock_for(std::chrono::duration<Rep>(limits::quiet_NaN())));
}

TEST_CASE("a lock that stays held makes try_lock_for wait the whole time") {
    lock_type held;
    held.acquire();
    const auto waits = [&](auto time) {
        bool acquired = true;
        const auto waited = time_of([&] { acquired = held.try_lock_for(time); });
        CHECK_FALSE(acquired);
        CHECK(waited >= time);
    };
    waits(1ns);
    waits(1500us);
    waits(20ms);
    waits(std::chrono::duration<double>(0.0125));
    waits(std::chrono::duration<float, std::milli>(2.5F));
    waits(std::chrono::duration<int, std::ratio<1, 60>>(1));
    CHECK(held.locked());
}

TEST_CASE("try_lock_for of a held lock does not wait where the time is not positive") {
    lock_type held;
    held.acquire();
    const auto waited = time_of([&] {
        CHECK_FALSE(held.try_lock_for(0s));
        CHECK_FALSE(held.try_lock_for(-1h));
        CHECK_FALSE(held.try_lock_for(std::chrono::nanoseconds::min()));
        CHECK_FALSE(held.try_lock_for(std::chrono::hours::min()));
        CHECK_FALSE(held.try_lock_for(std::chrono::duration<double>(-1e300)));
        CHECK_FALSE(held.try_lock_for(
            std::chrono::duration<double>(-std::numeric_limits<double>::infinity())));
    });
    CHECK(waited < support::patience);
    CHECK(held.locked());
}

TEST_CASE("try_lock_until waits until the clock shows the time: steady_clock") {
    check_time_points<steady_clock>();
}

TEST_CASE("try_lock_until waits until the clock shows the time: system_clock") {
    check_time_points<system_clock>();
}

TEST_CASE("try_lock_until waits until the clock shows the time: a program's own clock") {
    check_time_points<own_clock>();
}

TEST_CASE("a duration of any period is made whole nanoseconds, rounded up") {
    using weft::detail::to_nanoseconds;
    using frames = std::chrono::duration<std::int64_t, std::ratio<1, 60>>;
    using ticks = std::chrono::duration<std::int64_t, std::ratio<1, 0x100000000>>;
    constexpr std::int64_t second = 1'000'000'000;
    CHECK(to_nanoseconds(frames(1)) == 16'666'667);
    CHECK(to_nanoseconds(frames(std::int64_t{60} * 86400 * 365 * 120)) ==
          second * 86400 * 365 * 120);
    CHECK(to_nanoseconds(ticks(std::int64_t{0x100000000} * 86400)) == second * 86400);
    CHECK(to_nanoseconds(std::chrono::nanoseconds::max()) ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(to_nanoseconds(std::chrono::duration<double>(1.5)) == second * 3 / 2);
}

TEST_CASE("a time in a period that has little in common with the clock's is told exactly") {
    using ticks = std::chrono::duration<std::int64_t, std::ratio<1, 90000>>;
    const auto now = system_clock::now();
    const auto later = std::chrono::time_point<system_clock, ticks>(
        std::chrono::floor<ticks>(
            std::chrono::floor<std::chrono::seconds>(now.time_since_epoch())) +
        ticks(180000));
    const auto left = weft::detail::nanoseconds_until(later, now);
    CHECK(left > 1'000'000'000);
    CHECK(left <= 2'000'000'000);
}

TEST_CASE("try_lock_until tells a time that is centuries away from one that has passed") {
    using hours = std::chrono::time_point<support::countdown_clock, std::chrono::hours>;
    weft::lock_type lock;
    lock.acquire();
    CHECK_FALSE(lock.try_lock_until(support::countdown_clock::time_point::min()));
    CHECK_FALSE(lock.try_lock_until(hours::min()));
    CHECK(weft::detail::nanoseconds_until(support::countdown_clock::time_point::max(),
                                          support::countdown_clock::now()) ==
          std::numeric_limits<std::int64_t>::max());
    CHECK(weft::detail::nanoseconds_until(hours::max(), support::countdown_clock::now()) ==
          std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a clock's last moment is no end of a wait, whatever the clock's epoch") {
    for (const std::int64_t years : {0, 54, 150}) {
        const system_clock::time_point now(std::chrono::hours(years * 365 * 24));
        CHECK(weft::detail::nanoseconds_until(system_clock::time_point::max(), now) ==
              std::numeric_limits<std::int64_t>::max());
    }
}

TEST_CASE("try_lock_until waits on when the clock is set back meanwhile") {
    lock_type held;
    held.acquire();
    set_back_clock::asked = 0;
    CHECK_FALSE(held.try_lock_until(set_back_clock::time_point(20ms)));
    CHECK(set_back_clock::now() == set_back_clock::time_point(20ms));
}

TEST_CASE("a lock that a timed acquire gave up is still held, and works when it is released") {
    lock_type lock;
    lock.acquire();
    CHECK_FALSE(lock.try_lock_for(1ms));
    CHECK(lock.locked());
    lock.release();
    CHECK_FALSE(lock.locked());
    CHECK(lock.try_lock_for(1ms));
    lock.release();
}

TEST_CASE("a timed acquire in a thread gives up a lock that main holds") {
    lock_type held;
    held.acquire();
    bool acquired = true;
    support::run([&] { acquired = held.try_lock_for(5ms); });
    CHECK_FALSE(acquired);
    CHECK(held.locked());
}
