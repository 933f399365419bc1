// The condition variable before it knew whom an unpark may have been for: explore finds the
// notification that is lost.
#include "check.hpp"
#include "condition_bodies.hpp"

TEST_CASE("a notification is found to be lost where a wait gives up that took it") {
    proof::check_found(proof::one_gives_up, "deadlock");
}
