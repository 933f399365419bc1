// Threads that wait for mutexes which others share ([thread.sharedmutex.requirements]).
#include <doctest/doctest.h>

#include <weft/std/shared_mutex.hpp>

#include "held.hpp"

using namespace std::chrono_literals;
using support::patience;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::shared_mutex;
using weft::shared_timed_mutex;
using weft::start_new_thread;

TEST_CASE_TEMPLATE("lock() waits until the last of those who share it has gone", Mutex,
                   shared_mutex, shared_timed_mutex) {
    Mutex tested;
    lock_type waiting;
    lock_type ended;
    waiting.acquire();
    ended.acquire();
    lock_type shared;
    lock_type go_on;
    shared.acquire();
    go_on.acquire();
    tested.lock_shared();
    start_new_thread([&] {
        tested.lock_shared();
        shared.release();
        wait_for(go_on);
        tested.unlock_shared();
    });
    wait_for(shared);
    start_new_thread([&] {
        waiting.release();
        tested.lock();
        tested.unlock();
        ended.release();
    });
    wait_for(waiting);
    support::pause();
    tested.unlock_shared();
    support::pause();
    CHECK_FALSE(ended.try_lock());
    go_on.release();
    wait_for(ended);
    wait_for_threads();
    CHECK_FALSE(support::is_held(tested));
}

TEST_CASE_TEMPLATE(
    "lock_shared() waits until who has it alone unlocks it, and sees what that wrote", Mutex,
    shared_mutex, shared_timed_mutex) {
    constexpr int threads = 5;
    Mutex tested;
    int value = 0;
    lock_type guard;
    int seen = 0;
    tested.lock();
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            const weft::shared_lock held(tested);
            const weft::lock_guard counting(guard);
            seen += value;
        });
    }
    support::pause();
    CHECK(weft::count() == threads);
    value = 42;
    tested.unlock();
    wait_for_threads();
    CHECK(seen == threads * 42);
}

TEST_CASE("those who share it do so at the same time") {
    shared_mutex tested;
    lock_type here;
    lock_type there;
    here.acquire();
    there.acquire();
    start_new_thread([&] {
        const weft::shared_lock held(tested);
        here.release();
        wait_for(there);
    });
    {
        const weft::shared_lock held(tested);
        wait_for(here);
        there.release();
    }
    wait_for_threads();
}

TEST_CASE("who waits to have it alone is not kept out by those who come to share it") {
    shared_mutex tested;
    lock_type waiting;
    waiting.acquire();
    bool has_it = false;
    tested.lock_shared();
    start_new_thread([&] {
        waiting.release();
        const weft::lock_guard held(tested);
        has_it = true;
    });
    wait_for(waiting);
    // Until it waits, a share is to be had.
    while (tested.try_lock_shared()) {
        tested.unlock_shared();
        support::pause();
    }
    bool seen = false;
    start_new_thread([&] {
        const weft::shared_lock held(tested);
        seen = has_it;
    });
    support::pause();
    tested.unlock_shared();
    wait_for_threads();
    CHECK(seen);
}

TEST_CASE("who gives up waiting to have it alone lets those go on who wait behind it for a share") {
    shared_timed_mutex tested;
    lock_type is_shared;
    is_shared.acquire();
    bool had = false;
    tested.lock_shared();
    start_new_thread([&] {
        do
            had = had || tested.try_lock_for(20ms);
        while (!is_shared.try_lock());
    });
    while (tested.try_lock_shared()) {
        tested.unlock_shared();
        support::pause();
    }
    start_new_thread([&] {
        const weft::shared_lock held(tested);
        is_shared.release();
    });
    wait_for_threads();
    CHECK_FALSE(had);
    CHECK(tested.try_lock_shared());
    tested.unlock_shared();
    tested.unlock_shared();
    CHECK_FALSE(support::is_held(tested));
}

TEST_CASE("nobody is beside who has it alone, whoever gives up") {
    constexpr int rounds = 400;
    shared_timed_mutex tested;
    lock_type guard;
    int readers = 0;
    int writers = 0;
    bool is_right = true;
    const auto be_inside = [&](int& own, bool alone) {
        {
            const weft::lock_guard counting(guard);
            ++own;
            is_right = is_right && (alone ? readers == 0 && writers == 1 : writers == 0);
        }
        weft::this_thread::yield();
        const weft::lock_guard counting(guard);
        --own;
    };
    const auto often = [&](auto round) {
        start_new_thread([=] {
            for (int i = 0; i < rounds; ++i)
                round(i);
        });
    };
    for (int i = 0; i < 2; ++i) {
        often([&](int) {
            const weft::lock_guard held(tested);
            be_inside(writers, true);
        });
        often([&](int) {
            const weft::shared_lock held(tested);
            be_inside(readers, false);
        });
        often([&](int round) {
            const weft::unique_lock held(tested, std::chrono::microseconds(round % 50));
            if (held)
                be_inside(writers, true);
        });
        often([&](int round) {
            const weft::shared_lock held(tested, std::chrono::microseconds(round % 50));
            if (held)
                be_inside(readers, false);
        });
    }
    wait_for_threads();
    CHECK(is_right);
    CHECK(readers == 0);
    CHECK(writers == 0);
    CHECK_FALSE(support::is_held(tested));
}

TEST_CASE(
    "who has it last may destroy it, while others have not yet returned from giving it back") {
    constexpr int threads = 3;
    for (int round = 0; round < 100; ++round) {
        auto* const tested = new shared_mutex;
        lock_type guard;
        int uses = 0;
        for (int i = 0; i < threads; ++i) {
            start_new_thread([&, tested] {
                const weft::shared_lock held(*tested);
                const weft::lock_guard counting(guard);
                ++uses;
            });
        }
        start_new_thread([&, tested] {
            for (bool is_last = false; !is_last;) {
                weft::this_thread::yield();
                tested->lock();
                is_last = uses == threads;
                tested->unlock();
            }
            delete tested;
        });
        wait_for_threads();
        CHECK(uses == threads);
    }
}
