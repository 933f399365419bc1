// The lock as it was before who gives up left it marked: that a wake-up is lost is found, and so
// what holds.cpp says has been looked for.
#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "bodies.hpp"

TEST_CASE("the wake-up that was lost is found with two preemptions, and by chance") {
    for (const weft::policy by : {weft::exhaustive(2), weft::mix}) {
        const auto found = weft::explore({.policy = by, .runs = 100'000, .stop_at_failure = true},
                                         [] { proof::one_gives_up(0); });
        CHECK(found.what == "deadlock");
        CHECK(found.deterministic);
    }
}
