// What has happened when join returns, or a result of async is there, where each thread has
// thread_local objects.
#include <doctest/doctest.h>

#include <weft/std/future.hpp>
#include <weft/std/thread.hpp>

#include "counted_ends.hpp"

using counted_ends::counts_end;
using counted_ends::destroyed;
using weft::thread;

namespace {

void make_one() {
    static thread_local counts_end made;
    static_cast<void>(made);
}

} // namespace

TEST_CASE("join returns when the thread's thread_local objects are destroyed") {
    destroyed = 0;
    thread(make_one).join();
    CHECK(destroyed == 1);
    for (int i = 0; i < 100; ++i)
        thread([] { make_one(); }).join();
    CHECK(destroyed == 101);
}

TEST_CASE("where async's result is there, its thread's thread_local objects are destroyed") {
    destroyed = 0;
    weft::async(weft::launch::async, make_one).get();
    CHECK(destroyed == 1);
}
