// Semaphores under schedules, and what is reported of misuse.
#include <weft/std/semaphore.hpp>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"
#include "reported.hpp"

using support::check_reported;
using weft::binary_semaphore;

TEST_CASE("a semaphore that is released above its maximum is reported") {
    check_reported(
        [] {
            binary_semaphore one(1);
            one.release();
        },
        "times, whose count is at most 1");
    check_reported(
        [] {
            weft::counting_semaphore<4> some(1);
            some.release(4);
        },
        "4 times, whose count is at most 4");
    check_reported(
        [] {
            weft::counting_semaphore<> some(0);
            some.release(-1);
        },
        "main releases semaphore ");
}

TEST_CASE("a semaphore with a count that it cannot have is reported") {
    check_reported([] { const binary_semaphore two(2); }, "makes a semaphore with a count of 2");
    check_reported([] { const binary_semaphore two(-1); }, "makes a semaphore with a count of -1");
}

TEST_CASE("two semaphores that are acquired in different orders are found to deadlock") {
    const auto found = weft::explore({.policy = weft::exhaustive(1)}, [] {
        binary_semaphore first(1);
        binary_semaphore second(1);
        threads both;
        both.start([&] {
            first.acquire();
            second.acquire();
            second.release();
            first.release();
        });
        both.start([&] {
            second.acquire();
            first.acquire();
            first.release();
            second.release();
        });
    });
    CHECK(found.failed > 0);
    CHECK(found.what.find("deadlock") != std::string::npos);
}

TEST_CASE("a buffer with a semaphore for what is free, and one for what is full, holds") {
    const auto found = weft::explore({.policy = weft::exhaustive(support::preemptions)}, [] {
        weft::counting_semaphore<2> free(2);
        weft::counting_semaphore<2> full(0);
        int filled = 0;
        threads both;
        both.start([&] {
            for (int i = 0; i < 3; ++i) {
                free.acquire();
                if (++filled > 2)
                    weft::fail("the buffer overflows");
                full.release();
            }
        });
        both.start([&] {
            for (int i = 0; i < 3; ++i) {
                full.acquire();
                if (--filled < 0)
                    weft::fail("the buffer was empty");
                free.release();
            }
        });
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}
