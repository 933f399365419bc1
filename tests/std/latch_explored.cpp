// Latches under schedules, and what is reported of misuse.
#include <weft/std/latch.hpp>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"
#include "reported.hpp"

using support::check_reported;
using weft::latch;

TEST_CASE("a latch that is counted below zero is reported") {
    check_reported(
        [] {
            latch one(1);
            one.count_down(2);
        },
        "main counts latch ", "down by 2, which is at 1");
    check_reported(
        [] {
            latch none(0);
            none.arrive_and_wait();
        },
        "down by 1, which is at 0");
    check_reported(
        [] {
            latch one(1);
            one.count_down(-1);
        },
        "down by -1, which is at 1");
}

TEST_CASE("a latch with a count that it cannot have is reported") {
    check_reported([] { const latch less(-1); }, "makes a latch with a count of -1");
}

TEST_CASE("what is done before a latch is counted down is seen after the wait") {
    const auto found = weft::explore({.policy = weft::exhaustive(support::preemptions)}, [] {
        latch done(2);
        int value = 0;
        threads both;
        both.start([&] {
            ++value;
            done.count_down();
        });
        both.start([&] {
            ++value;
            done.arrive_and_wait();
            if (value != 2)
                weft::fail("a thread went on too early");
        });
        done.wait();
        if (value != 2)
            weft::fail("main went on too early");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("a latch that is counted down by too few is found") {
    const auto found = weft::explore({.runs = 100, .stop_at_failure = true}, [] {
        latch done(2);
        threads one;
        one.start([&] { done.count_down(); });
        done.wait();
    });
    CHECK(found.failed == 1);
    CHECK(found.what.find("deadlock") != std::string::npos);
}
