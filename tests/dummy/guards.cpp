// C++'s guards over a lock that nobody can release, on one OS thread.
#include <mutex>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

using weft::lock_type;

TEST_CASE("std::lock_guard throws deadlock where the lock is held by the same thread") {
    lock_type lock;
    lock.acquire();
    CHECK_THROWS_AS(const std::lock_guard guard(lock), weft::deadlock);
    CHECK(lock.locked());
}

TEST_CASE("std::scoped_lock leaves no lock locked where it throws deadlock") {
    lock_type free;
    lock_type held;
    held.acquire();
    CHECK_THROWS_AS(const std::scoped_lock guard(free, held), weft::deadlock);
    CHECK_THROWS_AS(const std::scoped_lock guard(held, free), weft::deadlock);
    CHECK_FALSE(free.locked());
    CHECK(held.locked());
}
