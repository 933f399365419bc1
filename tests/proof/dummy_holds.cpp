// The same of the dummy's own lock and parking, as they are: a lock is handed over, so that who
// waits has it after so many releases.
#include "bodies.hpp"
#include "check.hpp"

using proof::check_all;

namespace {
constexpr unsigned preemptions = 3;
}

TEST_CASE(
    "no wake-up is lost where the lock is handed over, in all schedules with three preemptions") {
    check_all(preemptions, proof::one_gives_up, 0);
    check_all(preemptions, proof::last_one_destroys, 0);
}

TEST_CASE("who was woken for the lock in vain is handed it the next time") {
    check_all(preemptions, proof::all_are_handed_it, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    proof::check_some(proof::one_gives_up, 0);
    proof::check_some(proof::last_one_destroys, 0);
    proof::check_some(proof::all_are_handed_it, 0);
}
