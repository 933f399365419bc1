// call_once under all schedules with two preemptions.
#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"

namespace {

void check(void (*body)()) {
    const auto found =
        weft::explore({.policy = weft::exhaustive(support::preemptions), .runs = 1'000'000}, body);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
    const auto by_chance = weft::explore({.runs = support::random_schedules}, body);
    CHECK_MESSAGE(!by_chance, by_chance);
}

} // namespace

TEST_CASE("one call returns, and no other before it") {
    check([] {
        weft::once_flag flag;
        int calls = 0;
        bool has_returned = false;
        threads all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                weft::call_once(flag, [&] {
                    if (++calls != 1)
                        weft::fail("it is called twice");
                    weft::this_thread::yield();
                    has_returned = true;
                });
                if (!has_returned)
                    weft::fail("a call returned too early");
            });
        }
    });
}

TEST_CASE("where one ends in the function, another calls its own, and all go on") {
    check([] {
        weft::once_flag flag;
        int calls = 0;
        {
            threads all;
            for (int i = 0; i < 3; ++i) {
                all.start([&] {
                    try {
                        weft::call_once(flag, [&] {
                            weft::this_thread::yield();
                            if (++calls == 1)
                                throw calls;
                        });
                    } catch (int) {
                    }
                });
            }
        }
        if (calls != 2)
            weft::fail("it is not called twice");
    });
}
