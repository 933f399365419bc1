// Latches, [thread.latch]: where threads wait for each other.
#include <weft/std/latch.hpp>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::latch;

TEST_CASE("wait() blocks until the counter is zero, and then lets all go on") {
    constexpr int waiting = 5;
    latch go(3);
    latch passed(waiting);
    int value = 0;
    for (int i = 0; i < waiting; ++i)
        weft::start_new_thread([&] {
            go.wait();
            CHECK(value == 1);
            passed.count_down();
        });
    support::pause();
    go.count_down();
    go.count_down();
    support::pause();
    CHECK_FALSE(passed.try_wait());
    value = 1;
    go.count_down();
    passed.wait();
    support::wait_for_threads();
}

TEST_CASE("arrive_and_wait() blocks until all have arrived") {
    constexpr int others = 3;
    for (int round = 0; round < 200; ++round) {
        latch met(others + 1);
        int arrived[others] = {};
        for (int& each : arrived)
            weft::start_new_thread([&] {
                each = 1;
                met.arrive_and_wait();
                for (const int one : arrived)
                    CHECK(one == 1);
            });
        met.arrive_and_wait();
        for (const int each : arrived)
            CHECK(each == 1);
        support::wait_for_threads();
    }
}

TEST_CASE("whoever has waited for a latch may destroy it") {
    for (int i = 0; i < 500; ++i) {
        auto* const once = new latch(2);
        weft::start_new_thread([once] { once->count_down(); });
        once->arrive_and_wait();
        delete once;
    }
    support::wait_for_threads();
}
