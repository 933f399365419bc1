// A signal that comes just before the process sleeps.
#include <chrono>
#include <doctest/doctest.h>

#include <weft/thread.hpp>

#include "../support.hpp"
#include "before_sleep.hpp"
#include "ctrl_c.hpp"

TEST_CASE("an interrupt that comes just before the process sleeps wakes it") {
    const weft::interrupt_on_sigint on;
    support::before_sleep = [] { support::ctrl_c(); };
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(weft::this_thread::sleep_for(support::long_sleep), weft::keyboard_interrupt);
    CHECK(std::chrono::steady_clock::now() - start < support::patience);
    support::before_sleep = [] {};
}

TEST_CASE("a sleep without an end that Ctrl-C can interrupt is no deadlock") {
    const weft::interrupt_on_sigint on;
    support::before_sleep = [] { support::ctrl_c(); };
    CHECK_THROWS_AS(weft::this_thread::sleep_for(std::chrono::hours::max()),
                    weft::keyboard_interrupt);
    support::before_sleep = [] {};
}
