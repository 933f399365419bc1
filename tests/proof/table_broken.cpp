// A table that does without its guard what must be done under it: both defects are found, and so
// what table_holds.cpp says has been looked for.
#include "before/pthread_park.hpp"
#include "bodies.hpp"
#include "check.hpp"

TEST_CASE("a look at the word before the guard is taken is found to lose a wake-up") {
    proof::looks_unguarded = true;
    proof::check_found(proof::one_gives_up, "deadlock");
    proof::looks_unguarded = false;
}

TEST_CASE("a signal after the guard is let go is found to come to a condition that is gone") {
    proof::signals_unguarded = true;
    proof::check_found(proof::one_gives_up, "a condition is used that was destroyed");
    proof::signals_unguarded = false;
}

TEST_CASE("without either, it holds") {
    proof::check_all(1, proof::one_gives_up, 1);
}
