// C++'s guards over locks, which are Python's `with` statement.
#include <mutex>
#include <stdexcept>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::lock_type;

TEST_CASE("std::lock_guard holds the lock while its block runs") {
    lock_type lock;
    {
        const std::lock_guard guard(lock);
        CHECK(lock.locked());
    }
    CHECK_FALSE(lock.locked());
}

TEST_CASE("std::lock_guard releases the lock when its block throws") {
    lock_type lock;
    const auto throws = [&] {
        const std::lock_guard guard(lock);
        throw std::runtime_error("out of the block");
    };
    CHECK_THROWS_AS(throws(), std::runtime_error);
    CHECK_FALSE(lock.locked());
}

TEST_CASE("std::lock_guard adopts a lock that is held") {
    lock_type lock;
    lock.acquire();
    { const std::lock_guard guard(lock, std::adopt_lock); }
    CHECK_FALSE(lock.locked());
}

TEST_CASE("std::unique_lock locks, unlocks and tries") {
    lock_type lock;
    std::unique_lock guard(lock, std::defer_lock);
    CHECK_FALSE(lock.locked());
    guard.lock();
    CHECK(lock.locked());
    CHECK_FALSE(std::unique_lock(lock, std::try_to_lock).owns_lock());
    guard.unlock();
    CHECK_FALSE(lock.locked());
    CHECK(guard.try_lock());
    CHECK(lock.locked());
}

TEST_CASE("std::unique_lock waits for a lock with a timeout") {
    lock_type lock;
    {
        const std::unique_lock free(lock, 1ms);
        CHECK(free.owns_lock());
        CHECK_FALSE(std::unique_lock(lock, 1ms).owns_lock());
        CHECK_FALSE(std::unique_lock(lock, std::chrono::steady_clock::now() + 1ms).owns_lock());
    }
    CHECK(std::unique_lock(lock, std::chrono::steady_clock::now()).owns_lock());
    CHECK_FALSE(lock.locked());
}

TEST_CASE("std::unique_lock can be moved out of the block, though the lock cannot") {
    lock_type lock;
    const auto acquired = [&] { return std::unique_lock(lock); };
    {
        const auto guard = acquired();
        CHECK(lock.locked());
    }
    CHECK_FALSE(lock.locked());
}

TEST_CASE("std::scoped_lock holds several locks while its block runs") {
    lock_type first;
    lock_type second;
    {
        const std::scoped_lock guard(first, second);
        CHECK(first.locked());
        CHECK(second.locked());
    }
    CHECK_FALSE(first.locked());
    CHECK_FALSE(second.locked());
}

TEST_CASE("std::try_lock leaves no lock locked where one of them is held") {
    lock_type free;
    lock_type held;
    held.acquire();
    CHECK(std::try_lock(free, held) == 1);
    CHECK_FALSE(free.locked());
    held.release();
    CHECK(std::try_lock(free, held) == -1);
    free.release();
    held.release();
}

TEST_CASE("a guard in a thread releases the lock when exit() or an exception ends the thread") {
    lock_type lock;
    support::run([&] {
        const std::lock_guard guard(lock);
        weft::exit();
    });
    CHECK_FALSE(lock.locked());

    const support::excepthook_while hook(support::ignore_report);
    support::run([&] {
        const std::lock_guard guard(lock);
        throw std::runtime_error("out of the thread");
    });
    CHECK_FALSE(lock.locked());
}
