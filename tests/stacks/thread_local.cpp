// What is thread_local where threads share it.
#include <doctest/doctest.h>

#include "../support.hpp"

using support::wait_for_threads;
using weft::start_new_thread;
using weft::this_thread::yield;

TEST_CASE("thread_local is shared") {
    thread_local int shared = 0;
    const int* const mains = &shared;
    const int* threads = nullptr;
    shared = 1;
    int seen = 0;
    start_new_thread([&] {
        threads = &shared;
        yield();
        seen = shared;
        shared = 3;
    });
    shared = 2;
    wait_for_threads();
    CHECK(threads == mains);
    CHECK(seen == 2);
    CHECK(shared == 3);
}
