// Sleeping.
#include <limits>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "clocks.hpp"

using namespace std::chrono_literals;
using support::own_clock;
using support::set_back_clock;
using support::time_of;
using weft::this_thread::sleep_for;
using weft::this_thread::sleep_until;

static_assert(noexcept(weft::this_thread::yield()));

TEST_CASE("sleep_for waits for the time at least") {
    const auto sleeps = [](auto time) { CHECK(time_of([&] { sleep_for(time); }) >= time); };
    sleeps(1ns);
    sleeps(1500us);
    sleeps(20ms);
    sleeps(std::chrono::duration<double>(0.0125));
    sleeps(std::chrono::duration<float, std::milli>(2.5F));
    sleeps(std::chrono::duration<int, std::ratio<1, 60>>(1));
}

TEST_CASE("sleep_for does not wait where the time is not positive") {
    const auto slept = time_of([] {
        sleep_for(0s);
        sleep_for(-1h);
        sleep_for(std::chrono::nanoseconds::min());
        sleep_for(std::chrono::hours::min());
        sleep_for(std::chrono::duration<double>(-1e300));
        sleep_for(std::chrono::duration<double>(-std::numeric_limits<double>::infinity()));
    });
    CHECK(slept < support::patience);
}

TEST_CASE_TEMPLATE("sleep_until waits until the clock shows the time", Clock,
                   std::chrono::steady_clock, std::chrono::system_clock, own_clock) {
    const auto end = Clock::now() + 20ms;
    sleep_until(end);
    CHECK(Clock::now() >= end);
}

TEST_CASE_TEMPLATE("sleep_until does not wait for a time that has passed", Clock,
                   std::chrono::steady_clock, std::chrono::system_clock, own_clock) {
    const auto slept = time_of([] {
        sleep_until(Clock::now());
        sleep_until(Clock::now() - 1h);
        sleep_until(Clock::time_point::min());
    });
    CHECK(slept < support::patience);
}

TEST_CASE("sleep_until waits on when the clock is set back meanwhile") {
    set_back_clock::asked = 0;
    sleep_until(set_back_clock::time_point(20ms));
    CHECK(set_back_clock::now() == set_back_clock::time_point(20ms));
}

TEST_CASE("a thread sleeps as main does") {
    const auto slept = time_of([] { support::run([] { sleep_for(20ms); }); });
    CHECK(slept >= 20ms);
}

TEST_CASE("yield() returns, in main and in a thread") {
    weft::this_thread::yield();
    support::run(weft::this_thread::yield);
}
