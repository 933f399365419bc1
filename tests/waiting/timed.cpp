// Timed acquires of a lock that others hold and release meanwhile.
#include <atomic>
#include <limits>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

namespace {

/// Has `acquire` try in a thread to get a lock that main releases when that is about to wait.
/// Returns whether it got it.
template <class F>
bool gets_released_lock(F acquire) {
    lock_type lock;
    lock_type waiting;
    lock_type ended;
    lock.acquire();
    waiting.acquire();
    ended.acquire();
    bool acquired = false;
    start_new_thread([&] {
        waiting.release();
        acquired = acquire(lock);
        ended.release();
    });
    wait_for(waiting);
    support::pause();
    lock.release();
    wait_for(ended);
    wait_for_threads();
    return acquired && lock.locked();
}

} // namespace

TEST_CASE("a timed acquire gets the lock when it is released meanwhile") {
    const auto begin = steady_clock::now();
    CHECK(
        gets_released_lock([](lock_type& lock) { return lock.try_lock_for(support::long_sleep); }));
    CHECK(gets_released_lock([](lock_type& lock) {
        return lock.try_lock_until(steady_clock::now() + support::long_sleep);
    }));
    CHECK(gets_released_lock([](lock_type& lock) {
        return lock.try_lock_until(std::chrono::system_clock::now() + support::long_sleep);
    }));
    CHECK(steady_clock::now() - begin < support::long_sleep / 2);
}

TEST_CASE("the longest timeouts there are do not overflow") {
    CHECK(gets_released_lock(
        [](lock_type& lock) { return lock.try_lock_for(std::chrono::nanoseconds::max()); }));
    CHECK(gets_released_lock(
        [](lock_type& lock) { return lock.try_lock_for(std::chrono::hours::max()); }));
    CHECK(gets_released_lock([](lock_type& lock) {
        return lock.try_lock_for(
            std::chrono::duration<double>(std::numeric_limits<double>::infinity()));
    }));
    CHECK(gets_released_lock(
        [](lock_type& lock) { return lock.try_lock_until(steady_clock::time_point::max()); }));
    CHECK(gets_released_lock([](lock_type& lock) {
        return lock.try_lock_until(std::chrono::system_clock::time_point::max());
    }));
}

TEST_CASE("a timeout that is not a number ends") {
    lock_type held;
    lock_type ended;
    held.acquire();
    ended.acquire();
    bool acquired = true;
    start_new_thread([&] {
        acquired = held.try_lock_for(
            std::chrono::duration<float>(std::numeric_limits<float>::quiet_NaN()));
        ended.release();
    });
    wait_for(ended);
    wait_for_threads();
    CHECK_FALSE(acquired);
}

TEST_CASE("a timed acquire that gave up does not swallow the release that comes after it") {
    lock_type lock;
    lock_type ended;
    lock.acquire();
    ended.acquire();
    start_new_thread([&] {
        lock.acquire();
        ended.release();
    });
    for (int i = 0; i < 5; ++i)
        support::run([&] { static_cast<void>(lock.try_lock_for(1ms)); });
    CHECK_FALSE(ended.try_lock());
    lock.release();
    wait_for(ended);
    wait_for_threads();
    CHECK(lock.locked());
}

TEST_CASE("a release that meets the deadline of one waiter wakes the other, or the next one does") {
    constexpr int rounds = 200;
    for (int round = 0; round < rounds; ++round) {
        lock_type lock;
        lock_type ended;
        lock.acquire();
        ended.acquire();
        const auto deadline = steady_clock::now() + 2ms;
        start_new_thread([&] {
            if (lock.try_lock_until(deadline))
                lock.release();
        });
        start_new_thread([&] {
            lock.acquire();
            lock.release();
            ended.release();
        });
        // Around the deadline, a little earlier or later each time.
        const auto meets = deadline + std::chrono::microseconds(20 * (round % 20) - 200);
        while (steady_clock::now() < meets)
            weft::this_thread::yield();
        lock.release();
        lock.acquire();
        lock.release();
        wait_for(ended);
        wait_for_threads();
    }
}

TEST_CASE("timed acquires race releases, and the lock is neither lost nor held twice") {
    constexpr int threads = 8;
    constexpr int rounds = 200;
    lock_type lock;
    std::atomic<int> inside = 0;
    std::atomic<bool> held_twice = false;
    int acquired = 0;
    std::atomic<int> successes = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            for (int round = 0; round < rounds; ++round) {
                if (!lock.try_lock_for(std::chrono::microseconds(i * 7)))
                    continue;
                if (inside.fetch_add(1) != 0)
                    held_twice = true;
                ++acquired;
                weft::this_thread::yield();
                --inside;
                lock.release();
                ++successes;
            }
        });
    }
    wait_for_threads();
    wait_for(lock);
    CHECK_FALSE(held_twice);
    CHECK(acquired == successes);
    CHECK(acquired > 0);
}

TEST_CASE("waits with and without a timeout share a lock, and each that waits on gets it") {
    constexpr int threads = 12;
    constexpr int rounds = 100;
    lock_type lock;
    int acquired = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            for (int round = 0; round < rounds; ++round) {
                if (i % 2 == 0)
                    lock.acquire();
                else
                    while (!lock.try_lock_for(50us))
                        continue;
                ++acquired;
                weft::this_thread::yield();
                lock.release();
            }
        });
    }
    wait_for_threads();
    wait_for(lock);
    CHECK(acquired == threads * rounds);
}
