// Threads that wait for mutexes which others have ([thread.mutex.requirements], [thread.lock]).
#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "held.hpp"

using namespace std::chrono_literals;
using support::patience;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::mutex;
using weft::recursive_mutex;
using weft::recursive_timed_mutex;
using weft::start_new_thread;
using weft::timed_mutex;

namespace {

/// What an object of this kind is waited for by, without end or with one.
template <class Mutex>
void wait_to_lock(Mutex& tested) {
    if constexpr (requires { tested.try_lock_for(patience); }) {
        if (!tested.try_lock_for(patience))
            support::give_up("a mutex was not unlocked in time\n");
    } else {
        tested.lock();
    }
}

} // namespace

TEST_CASE_TEMPLATE("lock() waits until the owner unlocks it, and sees what that wrote before",
                   Mutex, mutex, timed_mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    lock_type waiting;
    lock_type ended;
    waiting.acquire();
    ended.acquire();
    int value = 0;
    int seen = 0;
    tested.lock();
    start_new_thread([&] {
        waiting.release();
        tested.lock();
        seen = value;
        tested.unlock();
        ended.release();
    });
    wait_for(waiting);
    support::pause();
    CHECK_FALSE(ended.try_lock());
    value = 42;
    tested.unlock();
    wait_for(ended);
    wait_for_threads();
    CHECK(seen == 42);
}

TEST_CASE_TEMPLATE("no two threads have it at a time", Mutex, mutex, timed_mutex, recursive_mutex,
                   recursive_timed_mutex) {
    constexpr int threads = 8;
    constexpr int rounds = 500;
    Mutex tested;
    int value = 0;
    bool is_alone = true;
    int inside = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            for (int round = 0; round < rounds; ++round) {
                const weft::lock_guard guard(tested);
                is_alone = is_alone && ++inside == 1;
                if (round % 16 == 0)
                    weft::this_thread::yield();
                ++value;
                --inside;
            }
        });
    }
    wait_for_threads();
    CHECK(is_alone);
    CHECK(value == threads * rounds);
}

TEST_CASE_TEMPLATE(
    "a recursive mutex is free for others when its owner has unlocked it as often as "
    "it locked it",
    Mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    lock_type waiting;
    lock_type ended;
    waiting.acquire();
    ended.acquire();
    tested.lock();
    tested.lock();
    start_new_thread([&] {
        waiting.release();
        wait_to_lock(tested);
        tested.lock();
        tested.unlock();
        tested.unlock();
        ended.release();
    });
    wait_for(waiting);
    support::pause();
    tested.unlock();
    support::pause();
    CHECK_FALSE(ended.try_lock());
    tested.lock();
    tested.unlock();
    CHECK_FALSE(ended.try_lock());
    tested.unlock();
    wait_for(ended);
    wait_for_threads();
}

TEST_CASE_TEMPLATE("try_lock_for() has a mutex that is unlocked in time", Mutex, timed_mutex,
                   recursive_timed_mutex) {
    Mutex tested;
    lock_type waiting;
    waiting.acquire();
    tested.lock();
    bool had = false;
    start_new_thread([&] {
        waiting.release();
        had = tested.try_lock_for(patience);
        if (had)
            tested.unlock();
    });
    wait_for(waiting);
    support::pause();
    tested.unlock();
    wait_for_threads();
    CHECK(had);
}

TEST_CASE_TEMPLATE("threads that give up, whenever that is, take no wake-up from others", Mutex,
                   timed_mutex, recursive_timed_mutex) {
    constexpr int rounds = 300;
    Mutex tested;
    int value = 0;
    const auto often = [&](auto lock) {
        start_new_thread([&, lock] {
            for (int round = 0; round < rounds; ++round) {
                if (!lock(round))
                    continue;
                ++value;
                weft::this_thread::yield();
                --value;
                tested.unlock();
            }
        });
    };
    for (int i = 0; i < 2; ++i) {
        often([&](int) {
            wait_to_lock(tested);
            return true;
        });
        often(
            [&](int round) { return tested.try_lock_for(std::chrono::microseconds(round % 50)); });
    }
    wait_for_threads();
    CHECK(value == 0);
    CHECK_FALSE(support::is_held(tested));
}

TEST_CASE("lock() and scoped_lock have several in any order, and make no deadlock") {
    constexpr int rounds = 300;
    mutex a;
    timed_mutex b;
    recursive_mutex c;
    int values[3] = {};
    const auto often = [&](auto round) {
        start_new_thread([=] {
            for (int i = 0; i < rounds; ++i)
                round();
        });
    };
    const auto count = [&](int first, int second) {
        ++values[first];
        weft::this_thread::yield();
        ++values[second];
    };
    often([&] {
        const weft::scoped_lock held(a, b);
        count(0, 1);
    });
    often([&] {
        const weft::scoped_lock held(b, a, c);
        count(1, 0);
        ++values[2];
    });
    often([&] {
        weft::lock(c, b);
        const weft::lock_guard first(c, weft::adopt_lock);
        const weft::lock_guard second(b, weft::adopt_lock);
        count(2, 1);
    });
    often([&] {
        const weft::scoped_lock held(c, a);
        count(2, 0);
    });
    wait_for_threads();
    for (const int value : values)
        CHECK(value == 3 * rounds);
}

TEST_CASE("who has a mutex last may destroy it, while others have not yet returned from unlock()") {
    constexpr int threads = 4;
    for (int round = 0; round < 100; ++round) {
        auto* const tested = new mutex;
        int left = threads;
        for (int i = 0; i < threads; ++i) {
            start_new_thread([&left, tested] {
                tested->lock();
                const bool is_last = --left == 0;
                tested->unlock();
                if (is_last)
                    delete tested;
            });
        }
        wait_for_threads();
        CHECK(left == 0);
    }
}
