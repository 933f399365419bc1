// The semaphore where who has waited leaves what is left of the count to nobody: that a wake-up is
// lost where two releases meet is found, and so what std_semaphore.cpp says has been looked for.
#include "check.hpp"
#include "semaphore_bodies.hpp"

TEST_CASE("the wake-up that two releases lose is found with two preemptions, and by chance") {
    proof::check_found(proof::releases_meet, "deadlock");
}
