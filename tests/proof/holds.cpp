// common/lock.cpp, step by step, under all schedules up to a bound: no two threads hold the lock,
// no wake-up is lost, and who has it may destroy it.
#include "bodies.hpp"
#include "check.hpp"

using proof::check_all;

namespace {
constexpr unsigned preemptions = 3;
}

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
    proof::check_some(proof::one_gives_up, 3);
    proof::check_some(proof::last_one_destroys, 3);
}
