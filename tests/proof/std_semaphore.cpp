// std/semaphore.cpp, step by step, under all schedules up to a bound, on a parking as bad as the
// contract allows: no more threads pass than it counts, no wake-up is lost, and who acquired it
// last may destroy it.
#include "check.hpp"
#include "semaphore_bodies.hpp"
#include "turns.hpp"

using proof::check_all;
using proof::check_some;

namespace {

constexpr unsigned preemptions = 2;

constexpr proof::body bodies[] = {proof::one_gives_up, proof::releases_meet,
                                  proof::one_release_is_for_two, proof::one_is_passed,
                                  proof::last_one_destroys};

} // namespace

TEST_CASE("who gives up loses no wake-up, in all schedules with two preemptions") {
    check_all(preemptions, proof::one_gives_up, 0);
    check_all(preemptions, proof::one_is_passed, 0);
}

TEST_CASE("no wake-up is lost where two releases meet") {
    check_all(preemptions, proof::releases_meet, 0);
    check_all(preemptions, proof::one_release_is_for_two, 0);
}

TEST_CASE("who acquired a semaphore for the last time may destroy it") {
    check_all(preemptions, proof::last_one_destroys, 0);
}

TEST_CASE("all of this holds where a park returns early, and where nobody is kept back") {
    for (const proof::body each : bodies)
        check_all(preemptions - 1, each, 1);
    proof::keeps_turns = false;
    for (const proof::body each : bodies)
        check_all(preemptions, each, 0);
    proof::keeps_turns = true;
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const bool keeps : {false, true}) {
        proof::keeps_turns = keeps;
        for (const proof::body each : bodies)
            check_some(each, 3);
    }
}
