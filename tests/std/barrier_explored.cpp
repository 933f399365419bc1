// Barriers under schedules, and what is reported of misuse.
#include <weft/std/barrier.hpp>

#include <utility>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"
#include "reported.hpp"

using support::check_reported;
using weft::barrier;

TEST_CASE("more arrivals at a barrier than are expected are reported") {
    check_reported(
        [] {
            barrier<> two(2);
            static_cast<void>(two.arrive(3));
        },
        "main arrives 3 times at barrier ", "expects 2 more arrivals in the phase");
    check_reported(
        [] {
            barrier<> one(1);
            one.arrive_and_drop();
            one.arrive_and_wait();
        },
        "expects 0 more arrivals");
    check_reported(
        [] {
            barrier<> one(1);
            static_cast<void>(one.arrive(0));
        },
        "arrives 0 times");
}

TEST_CASE("a barrier with a count that it cannot have is reported") {
    check_reported([] { const barrier<> less(-1); }, "makes a barrier that expects -1 arrivals");
}

TEST_CASE("phases follow each other in all schedules with two preemptions") {
    const auto found = weft::explore({.policy = weft::exhaustive(support::preemptions)}, [] {
        int completed = 0;
        barrier both(2, [&]() noexcept { ++completed; });
        const auto pass = [&] {
            for (int phase = 1; phase <= 2; ++phase) {
                both.arrive_and_wait();
                if (completed < phase)
                    weft::fail("a thread went on before the completion");
            }
        };
        threads other;
        other.start(pass);
        pass();
        if (completed != 2)
            weft::fail("the completion was called too often");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}
