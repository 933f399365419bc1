// Semaphores, [thread.sema.cnt]: where threads wait for each other.
#include <weft/std/semaphore.hpp>

#include <array>
#include <cstddef>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::binary_semaphore;
using semaphore = weft::counting_semaphore<>;

namespace {

template <class Semaphore>
void acquire_in_time(Semaphore& awaited) {
    if (!awaited.try_acquire_for(support::patience))
        support::give_up("a semaphore was not released in time\n");
}

} // namespace

TEST_CASE("acquire() blocks until the counter is greater than zero") {
    binary_semaphore asked(0);
    binary_semaphore answered(0);
    int value = 0;
    weft::start_new_thread([&] {
        for (int i = 0; i < 1000; ++i) {
            asked.acquire();
            ++value;
            answered.release();
        }
    });
    for (int i = 1; i <= 1000; ++i) {
        asked.release();
        answered.acquire();
        REQUIRE(value == i);
    }
    support::wait_for_threads();
}

TEST_CASE("release(n) unblocks n threads that wait, and no more") {
    constexpr int waiting = 5;
    semaphore places(0);
    semaphore passed(0);
    for (int i = 0; i < waiting; ++i)
        weft::start_new_thread([&] {
            acquire_in_time(places);
            passed.release();
        });
    support::pause();
    places.release(3);
    for (int i = 0; i < 3; ++i)
        acquire_in_time(passed);
    CHECK_FALSE(passed.try_acquire_for(2ms));
    places.release();
    acquire_in_time(passed);
    places.release(2);
    acquire_in_time(passed);
    support::wait_for_threads();
    CHECK_FALSE(passed.try_acquire());
    CHECK(places.try_acquire());
    CHECK_FALSE(places.try_acquire());
}

TEST_CASE("a timed wait is ended by a release") {
    for (int i = 0; i < 100; ++i) {
        binary_semaphore awaited(0);
        binary_semaphore done(0);
        bool acquired = false;
        weft::start_new_thread([&] {
            acquired =
                awaited.try_acquire_until(std::chrono::system_clock::now() + support::patience);
            done.release();
        });
        awaited.release();
        acquire_in_time(done);
        support::wait_for_threads();
        CHECK(acquired);
    }
}

TEST_CASE("no release is lost where waits time out at its moment") {
    semaphore counted(0);
    semaphore done(0);
    int taken = 0;
    int given = 0;
    for (int t = 0; t < 4; ++t)
        weft::start_new_thread([&] {
            for (int i = 0; i < 250; ++i) {
                while (!counted.try_acquire_for(100us)) {
                }
            }
            done.release();
        });
    for (; given < 1000; ++given) {
        counted.release();
        if (given % 16 == 0)
            support::pause();
    }
    for (; taken < 4; ++taken)
        acquire_in_time(done);
    support::wait_for_threads();
    CHECK_FALSE(counted.try_acquire());
}

TEST_CASE("who acquired a semaphore sees what was done before its release") {
    semaphore places(2);
    binary_semaphore alone(1);
    int inside = 0;
    int most = 0;
    int rounds = 0;
    const auto use = [&] {
        for (int i = 0; i < 500; ++i) {
            acquire_in_time(places);
            acquire_in_time(alone);
            most = ++inside > most ? inside : most;
            ++rounds;
            alone.release();
            weft::this_thread::yield();
            acquire_in_time(alone);
            --inside;
            alone.release();
            places.release();
        }
    };
    for (int i = 0; i < 3; ++i)
        weft::start_new_thread(use);
    use();
    support::wait_for_threads();
    CHECK(inside == 0);
    CHECK(most <= 2);
    CHECK(rounds == 2000);
}

TEST_CASE("whoever has acquired a semaphore for the last time may destroy it") {
    for (int i = 0; i < 500; ++i) {
        auto* const once = new binary_semaphore(0);
        weft::start_new_thread([once] { once->release(); });
        acquire_in_time(*once);
        delete once;
    }
    support::wait_for_threads();
}

TEST_CASE("no thread that waits for a semaphore is passed for ever by one that loops") {
    binary_semaphore only(1);
    binary_semaphore never(0);
    semaphore done(0);
    bool ends = false;
    weft::start_new_thread([&] {
        for (bool goes_on = true; goes_on;) {
            only.acquire();
            goes_on = !ends;
            static_cast<void>(never.try_acquire_for(100us)); // while it has the other
            only.release();
        }
        done.release();
    });
    constexpr int waiting = 3;
    for (int i = 0; i < waiting; ++i)
        weft::start_new_thread([&] {
            only.acquire();
            only.release();
            done.release();
        });
    for (int i = 0; i < waiting; ++i)
        acquire_in_time(done);
    only.acquire();
    ends = true;
    only.release();
    acquire_in_time(done);
    support::wait_for_threads();
}
