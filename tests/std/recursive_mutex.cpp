// What a recursive mutex has besides ([thread.mutex.recursive], [thread.timedmutex.recursive]).
#include <chrono>
#include <cstdint>
#include <cstring>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "held.hpp"
#include "thrown_code.hpp"

using namespace std::chrono_literals;
using support::is_held;
using support::run;
using support::thrown_code;
using weft::recursive_mutex;
using weft::recursive_timed_mutex;

namespace {

/// As if its owner had locked it that often besides once: who counts to four billion takes long.
template <class Mutex>
void set_count(Mutex& mutex, std::uint32_t again) {
    static_assert(sizeof mutex == 8);
    std::memcpy(reinterpret_cast<char*>(&mutex) + 4, &again, sizeof again);
}

} // namespace

TEST_CASE_TEMPLATE("its owner may lock it again, and it is free after as many unlocks", Mutex,
                   recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    for (int i = 0; i < 1000; ++i) {
        if (i % 2 == 0)
            tested.lock();
        else
            CHECK(tested.try_lock());
    }
    for (int i = 0; i < 1000; ++i) {
        if (i % 100 == 0)
            CHECK(is_held(tested));
        tested.unlock();
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("its owner has it again without waiting, whatever the timeout") {
    recursive_timed_mutex tested;
    tested.lock();
    CHECK(tested.try_lock_for(0s));
    CHECK(tested.try_lock_for(1h));
    CHECK(tested.try_lock_until(std::chrono::steady_clock::now() + 1h));
    CHECK(tested.try_lock_until(std::chrono::system_clock::time_point::min()));
    for (int i = 0; i < 5; ++i) {
        CHECK(is_held(tested));
        tested.unlock();
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE_TEMPLATE("each owner in turn locks it as often as it likes", Mutex, recursive_mutex,
                   recursive_timed_mutex) {
    Mutex tested;
    tested.lock();
    tested.lock();
    tested.unlock();
    tested.unlock();
    run([&] {
        tested.lock();
        tested.lock();
        tested.lock();
        tested.unlock();
        tested.unlock();
        tested.unlock();
    });
    tested.lock();
    CHECK(is_held(tested));
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE_TEMPLATE("where it cannot be counted, lock() throws resource_unavailable_try_again, and "
                   "try_lock() fails",
                   Mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    tested.lock();
    set_count(tested, 0xFFFF'FFFE);
    CHECK(tested.try_lock());
    CHECK_FALSE(tested.try_lock());
    tested.unlock();
    tested.lock();
    CHECK(thrown_code([&] { tested.lock(); }) == std::errc::resource_unavailable_try_again);
    set_count(tested, 0);
    CHECK(is_held(tested));
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("where it cannot be counted, try_lock_for() and try_lock_until() fail at once") {
    recursive_timed_mutex tested;
    tested.lock();
    set_count(tested, 0xFFFF'FFFF);
    CHECK_FALSE(tested.try_lock_for(1h));
    CHECK_FALSE(tested.try_lock_until(std::chrono::steady_clock::now() + 1h));
    set_count(tested, 0);
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}
