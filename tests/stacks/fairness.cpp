// Who waits for a lock gets it, whatever those do who hold it.
#include <algorithm>
#include <iterator>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "../support.hpp"

using namespace std::chrono_literals;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;
using weft::this_thread::yield;

TEST_CASE("a thread that waits while it holds a lock, again and again, does not starve others") {
    lock_type scene;
    bool done = false;
    int frames = 0;
    start_new_thread([&] {
        while (!done) {
            const weft::lock_guard guard(scene);
            ++frames;
            weft::this_thread::sleep_for(1ms);
        }
    });
    CHECK(frames == 1);
    scene.acquire();
    CHECK(frames == 2);
    done = true;
    scene.release();
    wait_for_threads();
}

TEST_CASE("threads that yield while they hold a lock share it") {
    constexpr int threads = 3;
    lock_type lock;
    int shares[threads] = {};
    bool done = false;
    for (int& share : shares) {
        start_new_thread([&] {
            while (!done) {
                const weft::lock_guard guard(lock);
                ++share;
                yield();
            }
        });
    }
    for (int i = 0; i < 10000; ++i)
        yield();
    done = true;
    wait_for_threads();
    const auto [least, most] = std::minmax_element(std::begin(shares), std::end(shares));
    CHECK(*least > 1000);
    CHECK(*most - *least <= 2);
}

TEST_CASE(
    "who waits behind n others has the lock after 2n + 2 releases by those who wait with it") {
    constexpr int waiters = 20;
    lock_type lock;
    int releases = 0;
    bool done = false;
    int had[waiters] = {};
    start_new_thread([&] {
        while (!done) {
            const weft::lock_guard guard(lock);
            yield();
            ++releases;
        }
    });
    for (int& each : had) {
        start_new_thread([&] {
            lock.acquire();
            each = releases;
            yield();
            ++releases;
            lock.release();
        });
    }
    while (weft::count() > 1)
        yield();
    done = true;
    wait_for_threads();
    for (int n = 0; n < waiters; ++n) {
        CAPTURE(n);
        CHECK(had[n] <= 2 * n + 2);
    }
}
