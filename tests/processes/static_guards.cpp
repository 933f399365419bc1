// What ends the program that waits for the initialiser of a static object in vain.
#include <string>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

#include "said_at_end.hpp"

using support::contains;
using support::said_at_end;

namespace {

weft::lock_type never_released;

int waits_for_ever() {
    static const int object = [] {
        never_released.acquire();
        return 1;
    }();
    return object;
}

int needs_itself(bool again) {
    static const int object = again ? needs_itself(false) : 1;
    return object;
}

} // namespace

TEST_CASE("who needs a static object that it initialises says so, and is aborted") {
    const auto said = said_at_end([] { needs_itself(true); });
    CAPTURE(said);
    CHECK(contains(said, "weft: main needs a static object while it initialises it\n"));
    CHECK_FALSE(contains(said, "__cxa_guard"));
}

TEST_CASE("a deadlock of main at a static object is reported, and ends the program") {
    const auto said = said_at_end([] {
        never_released.acquire();
        weft::start_new_thread([] { waits_for_ever(); });
        try {
            waits_for_ever();
        } catch (...) { // not all compilers destroy what there is until here
        }
    });
    CAPTURE(said);
    CHECK(contains(said, "deadlock: no thread can ever run again\n  main -> the initialiser of a "
                         "static object, run by #2 "));
    CHECK(contains(said, " -> lock "));
    CHECK(contains(said, " held by main\n"));
}
