// A static object of a function whose initialiser waits for another thread.
#include <pthread.h>
#include <sched.h>

#include <doctest/doctest.h>

#include "started.hpp"

using suite::started;

namespace {

int made = 0;

int& value() {
    static int& only = []() -> int& {
        sched_yield();
        ++made;
        return made;
    }();
    return only;
}

} // namespace

TEST_CASE("a thread that comes to a static object waits for who initialises it") {
    auto uses = []() -> void* { return &value(); };
    started one(uses);
    started two(uses);
    CHECK(one.join() == &made);
    CHECK(two.join() == &made);
    CHECK(made == 1);
}
