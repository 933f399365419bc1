// Signals that interrupt system calls, and do not end waits early.
#include <optional>

#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"
#include "alarms.hpp"

using namespace std::chrono_literals;
using support::alarms;
using support::time_of;
using support::wait_for;
using weft::lock_type;

namespace {

/// Has `wait` wait for a lock in a thread that gets signals all the while, and releases the lock.
template <class F>
void wait_under_signals(F wait) {
    const alarms handled;
    lock_type lock;
    lock_type waiting;
    lock_type ended;
    lock.acquire();
    waiting.acquire();
    ended.acquire();
    std::optional<support::alarmed_thread> waiter;
    bool released = false;
    bool was_released = false;
    weft::start_new_thread([&] {
        waiter.emplace();
        waiting.release();
        wait(lock);
        was_released = released;
        ended.release();
    });
    wait_for(waiting);
    for (int i = 0; i < 20; ++i) {
        waiter->alarm();
        support::pause();
    }
    CHECK_FALSE(ended.try_lock());
    released = true;
    lock.release();
    wait_for(ended);
    support::wait_for_threads();
    CHECK(was_released);
    CHECK(lock.locked());
}

} // namespace

TEST_CASE("signals do not end acquire() before the lock is released") {
    wait_under_signals([](lock_type& lock) { lock.acquire(); });
}

TEST_CASE("signals do not end a timed acquire before the lock is released") {
    wait_under_signals([](lock_type& lock) { wait_for(lock); });
}

TEST_CASE("signals do not end a timed acquire before its time") {
    const alarms handled;
    lock_type held;
    held.acquire();
    bool acquired = true;
    CHECK(time_of([&] { acquired = held.try_lock_for(50ms); }) >= 50ms);
    CHECK_FALSE(acquired);
    CHECK(time_of([&] { support::run([&] { acquired = held.try_lock_for(50ms); }); }) >= 50ms);
    CHECK_FALSE(acquired);
}

TEST_CASE("signals do not end sleep_for before its time") {
    const alarms handled;
    CHECK(time_of([] { weft::this_thread::sleep_for(50ms); }) >= 50ms);
    const auto sleep = [] { weft::this_thread::sleep_for(50ms); };
    CHECK(time_of([&] { support::run(sleep); }) >= 50ms);
}

TEST_CASE("signals do not end sleep_until before its time") {
    const alarms handled;
    const auto end = std::chrono::steady_clock::now() + 50ms;
    weft::this_thread::sleep_until(end);
    CHECK(std::chrono::steady_clock::now() >= end);
}

TEST_CASE("signals do not keep a wait from ending") {
    const alarms handled;
    lock_type held;
    held.acquire();
    CHECK(time_of([&] {
              static_cast<void>(held.try_lock_for(50ms));
              weft::this_thread::sleep_for(50ms);
          }) < support::patience);
}
