// Threads that wait for what another one does once ([thread.once.callonce]).
#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "../support.hpp"

using support::wait_for;
using support::wait_for_threads;
using weft::call_once;
using weft::lock_type;
using weft::once_flag;
using weft::start_new_thread;

TEST_CASE("no call returns before the one that calls the function does, and sees what that wrote") {
    once_flag flag;
    lock_type began;
    lock_type go_on;
    lock_type ended;
    began.acquire();
    go_on.acquire();
    ended.acquire();
    int value = 0;
    int seen = 0;
    start_new_thread([&] {
        call_once(flag, [&] {
            began.release();
            wait_for(go_on);
            value = 42;
        });
    });
    wait_for(began);
    start_new_thread([&] {
        call_once(flag, [&] { value = 7; });
        seen = value;
        ended.release();
    });
    support::pause();
    CHECK_FALSE(ended.try_lock());
    go_on.release();
    wait_for(ended);
    wait_for_threads();
    CHECK(seen == 42);
}

TEST_CASE("of many threads that call at once, one calls the function, and all return") {
    constexpr int threads = 16;
    for (int round = 0; round < 50; ++round) {
        once_flag flag;
        lock_type guard;
        int calls = 0;
        int returned = 0;
        for (int i = 0; i < threads; ++i) {
            start_new_thread([&] {
                call_once(flag, [&] {
                    weft::this_thread::yield();
                    ++calls;
                });
                const weft::lock_guard held(guard);
                returned += calls;
            });
        }
        wait_for_threads();
        CHECK(calls == 1);
        CHECK(returned == threads);
    }
}
