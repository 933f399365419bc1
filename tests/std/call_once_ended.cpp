// call_once, where the thread that does it ends.
#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/thread.hpp>

#include "../support.hpp"

TEST_CASE("where a thread ends in the function, one of those who wait calls its own") {
    weft::once_flag flag;
    weft::lock_type began;
    weft::lock_type go_on;
    began.acquire();
    go_on.acquire();
    int calls = 0;
    weft::start_new_thread([&] {
        weft::call_once(flag, [&] {
            began.release();
            support::wait_for(go_on);
            weft::exit();
        });
    });
    support::wait_for(began);
    for (int i = 0; i < 5; ++i)
        weft::start_new_thread([&] { weft::call_once(flag, [&] { ++calls; }); });
    support::pause();
    CHECK(calls == 0);
    go_on.release();
    support::wait_for_threads();
    CHECK(calls == 1);
}
