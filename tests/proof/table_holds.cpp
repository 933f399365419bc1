// The same of real/pthread_park.cpp as the lock's parking, each call of POSIX's mutexes and
// conditions a step, too: no condition is used that is not there, and no wake-up is lost.
#include "bodies.hpp"
#include "check.hpp"

using proof::check_all;

namespace {
constexpr unsigned preemptions = 3;
}

TEST_CASE("the table loses no wake-up, in all schedules with three preemptions") {
    check_all(preemptions, proof::one_gives_up, 0);
}

TEST_CASE("nor where a wait on a condition ends early, or there is none") {
    check_all(preemptions - 1, proof::one_gives_up, 1);
}

TEST_CASE("nothing of a lock is used after its end, in all schedules with three preemptions") {
    check_all(preemptions, proof::last_one_destroys, 0);
    check_all(preemptions - 1, proof::last_one_destroys, 1);
}

TEST_CASE("nor where two locks share a queue of the table") {
    check_all(preemptions - 1, proof::two_are_beside, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    proof::check_some(proof::one_gives_up, 3);
    proof::check_some(proof::last_one_destroys, 3);
}
