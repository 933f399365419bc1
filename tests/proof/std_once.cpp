// call_once, step by step, under all schedules up to a bound: one call returns, others wait for it,
// and where it throws, nobody waits on for ever.
#include "check.hpp"
#include "once_bodies.hpp"

using proof::check_all;
using proof::check_some;
using proof::last_one_destroys_flag;
using proof::three_call;

TEST_CASE("one call returns, and others wait for it, in all schedules with three preemptions") {
    check_all(3, three_call<0>, 0);
    check_all(2, three_call<0>, 2);
}

TEST_CASE("where a call throws, another thread calls, and all go on") {
    check_all(2, three_call<1>, 0);
    check_all(1, three_call<1>, 2);
    check_all(2, three_call<2>, 0);
    check_all(2, three_call<3>, 0);
}

TEST_CASE("when all calls have returned, the flag may be destroyed") {
    check_all(3, last_one_destroys_flag, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(three_call<0>, 3);
    check_some(three_call<1>, 3);
    check_some(three_call<2>, 3);
    check_some(last_one_destroys_flag, 3);
}
