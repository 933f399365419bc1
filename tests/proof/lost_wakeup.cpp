// The lock as it was before who gives up left it marked: that a wake-up is lost is found, and so
// what holds.cpp says has been looked for.
#include "bodies.hpp"
#include "check.hpp"

TEST_CASE("the wake-up that was lost is found with two preemptions, and by chance") {
    proof::check_found(proof::one_gives_up, "deadlock");
}
