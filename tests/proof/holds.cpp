// common/lock.cpp, step by step, under all schedules up to a bound: no two threads hold the lock,
// no wake-up is lost, and who has it may destroy it.
#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "bodies.hpp"

namespace {

constexpr unsigned preemptions = SANITIZED ? 2 : 3;

void check_all(unsigned bound, void (*body)(int), int early_returns) {
    const auto found = weft::explore({.policy = weft::exhaustive(bound), .runs = 10'000'000},
                                     [=] { body(early_returns); });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

} // namespace

TEST_CASE("who gives up loses no wake-up, in all schedules with three preemptions") {
    check_all(preemptions, proof::one_gives_up, 0);
}

TEST_CASE("nor where a park returns early") {
    check_all(preemptions - 1, proof::one_gives_up, 1);
    check_all(preemptions - 2, proof::one_gives_up, 2);
}

TEST_CASE("who has the lock may destroy it, in all schedules with three preemptions") {
    check_all(preemptions, proof::last_one_destroys, 0);
    check_all(preemptions - 1, proof::last_one_destroys, 1);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const auto body : {proof::one_gives_up, proof::last_one_destroys}) {
        const auto found = weft::explore({.runs = SANITIZED ? 10'000 : 100'000}, [=] { body(3); });
        CHECK_MESSAGE(!found, found);
    }
}
