// Who waits for what is done once has its turn, where another one tries in vain again and again.
#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "../support.hpp"

TEST_CASE("a thread whose function waits, and throws, again and again does not starve others") {
    weft::once_flag flag;
    bool done = false;
    int calls = 0;
    weft::start_new_thread([&] {
        while (!done) {
            try {
                weft::call_once(flag, [&] {
                    ++calls;
                    weft::this_thread::yield();
                    throw calls;
                });
            } catch (int) {
            }
        }
    });
    CHECK(calls == 1);
    weft::call_once(flag, [&] { done = true; });
    CHECK(done);
    CHECK(calls < 5);
    support::wait_for_threads();
}
