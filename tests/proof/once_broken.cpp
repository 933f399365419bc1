// call_once where who gives it back wakes one, and forgets the others: that their wake-up is lost
// is found, and so what std_once.cpp says has been looked for.
#include "check.hpp"
#include "once_bodies.hpp"

TEST_CASE(
    "the wake-up that is lost where a call throws is found with two preemptions, and by chance") {
    proof::check_found(proof::three_call<1>, "deadlock");
}
