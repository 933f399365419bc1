// A wait that nobody can end, on one OS thread, with stacks or without.
#include <chrono>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

using weft::lock_type;

TEST_CASE("to acquire a lock that one holds oneself throws deadlock") {
    lock_type lock;
    lock.acquire();
    CHECK_THROWS_AS(lock.acquire(), weft::deadlock);
    CHECK_THROWS_AS(static_cast<void>(lock.acquire(true)), weft::deadlock);
    CHECK_THROWS_AS(lock.lock(), weft::deadlock);
    CHECK_FALSE(lock.acquire(false));
}

TEST_CASE("a lock at which a deadlock was thrown is still held, and works when it is released") {
    lock_type lock;
    lock.acquire();
    CHECK_THROWS_AS(lock.acquire(), weft::deadlock);
    CHECK(lock.locked());
    lock.release();
    CHECK_FALSE(lock.locked());
    CHECK(lock.acquire());
    lock.release();
}

TEST_CASE(
    "a timeout that is later than any clock can tell is none: what waits in vain is deadlock") {
    lock_type lock;
    lock.acquire();
    CHECK_THROWS_AS(static_cast<void>(lock.try_lock_for(std::chrono::hours::max())),
                    weft::deadlock);
    CHECK_THROWS_AS(static_cast<void>(lock.try_lock_for(std::chrono::nanoseconds::max())),
                    weft::deadlock);
    CHECK_THROWS_AS(
        static_cast<void>(lock.try_lock_until(std::chrono::steady_clock::time_point::max())),
        weft::deadlock);
    CHECK_THROWS_AS(
        static_cast<void>(lock.try_lock_until(std::chrono::system_clock::time_point::max())),
        weft::deadlock);
    CHECK(lock.locked());
}

TEST_CASE("a sleep without an end, which nobody can interrupt, is deadlock") {
    CHECK_THROWS_AS(weft::this_thread::sleep_for(std::chrono::hours::max()), weft::deadlock);
}
