// Locks, without their timeouts.
#include <type_traits>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::lock_type;

static_assert(sizeof(lock_type) == 4);
static_assert(alignof(lock_type) == 4);
static_assert(!std::is_copy_constructible_v<lock_type>);
static_assert(!std::is_copy_assignable_v<lock_type>);
static_assert(!std::is_move_constructible_v<lock_type>);
static_assert(!std::is_move_assignable_v<lock_type>);
static_assert(std::is_trivially_destructible_v<lock_type>);
static_assert(std::is_standard_layout_v<lock_type>);
static_assert(std::is_nothrow_default_constructible_v<lock_type>);
static_assert(std::is_same_v<weft::LockType, lock_type>);
static_assert(std::is_same_v<decltype(weft::allocate_lock()), lock_type>);

namespace {

constinit lock_type at_namespace_scope;
constinit lock_type allocated_at_namespace_scope = weft::allocate_lock();

const struct before_main {
    before_main() : acquired(at_namespace_scope.acquire()) { at_namespace_scope.release(); }
    bool acquired;
} early;

} // namespace

TEST_CASE("a lock is initially unlocked") {
    const lock_type constructed;
    CHECK_FALSE(constructed.locked());
    const lock_type allocated = weft::allocate_lock();
    CHECK_FALSE(allocated.locked());
    CHECK_FALSE(at_namespace_scope.locked());
    CHECK_FALSE(allocated_at_namespace_scope.locked());
}

TEST_CASE("a lock at namespace scope works before main") {
    CHECK(early.acquired);
}

TEST_CASE("acquire() acquires the lock and returns true") {
    lock_type lock;
    CHECK(lock.acquire());
    CHECK(lock.locked());
    lock.release();
}

TEST_CASE("acquire(true) acquires the lock and returns true") {
    lock_type lock;
    CHECK(lock.acquire(true));
    CHECK(lock.locked());
    lock.release();
}

TEST_CASE("acquire(false) acquires a lock that is not locked, and no other") {
    lock_type lock;
    CHECK(lock.acquire(false));
    CHECK(lock.locked());
    CHECK_FALSE(lock.acquire(false));
    CHECK(lock.locked());
    lock.release();
    CHECK(lock.acquire(false));
    lock.release();
}

TEST_CASE("try_lock() is acquire(false)") {
    lock_type lock;
    CHECK(lock.try_lock());
    CHECK_FALSE(lock.try_lock());
    lock.release();
    CHECK_FALSE(lock.locked());
}

TEST_CASE("lock() and unlock() are acquire() and release()") {
    lock_type lock;
    lock.lock();
    CHECK(lock.locked());
    lock.unlock();
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a released lock can be acquired again") {
    lock_type lock;
    for (int i = 0; i < 1000; ++i) {
        lock.acquire();
        lock.release();
    }
    CHECK_FALSE(lock.locked());
}

TEST_CASE("asking whether a lock is locked changes nothing") {
    lock_type lock;
    CHECK_FALSE(lock.locked());
    CHECK(lock.try_lock());
    CHECK(lock.locked());
    CHECK(lock.locked());
    CHECK_FALSE(lock.try_lock());
    lock.release();
}

TEST_CASE("release() of a lock that is not locked throws error and changes nothing") {
    lock_type lock;
    CHECK_THROWS_AS(lock.release(), weft::error);
    CHECK_FALSE(lock.locked());
    CHECK_THROWS_AS(lock.unlock(), weft::error);
    CHECK_FALSE(lock.locked());

    lock.acquire();
    CHECK(lock.locked());
    lock.release();
    CHECK_THROWS_AS(lock.release(), weft::error);
    CHECK(lock.try_lock());
    lock.release();
}

TEST_CASE("locks are independent of one another") {
    lock_type locks[3];
    locks[1].acquire();
    CHECK_FALSE(locks[0].locked());
    CHECK(locks[1].locked());
    CHECK_FALSE(locks[2].locked());
    CHECK_THROWS_AS(locks[2].release(), weft::error);
    locks[1].release();
}

TEST_CASE("a lock that one thread has acquired is locked for the others") {
    lock_type lock;
    lock.acquire();
    bool locked = false;
    bool acquired = true;
    support::run([&] {
        locked = lock.locked();
        acquired = lock.acquire(false);
    });
    CHECK(locked);
    CHECK_FALSE(acquired);
    lock.release();
}

TEST_CASE("a lock that main has acquired may be released by another thread") {
    lock_type lock;
    lock.acquire();
    support::run([&] { lock.release(); });
    CHECK_FALSE(lock.locked());
    CHECK(lock.try_lock());
    lock.release();
}

TEST_CASE("a lock that a thread has acquired may be released by main, also when it has ended") {
    lock_type lock;
    support::run([&] { lock.acquire(); });
    CHECK(lock.locked());
    CHECK_FALSE(lock.try_lock());
    lock.release();
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a lock that one thread has acquired may be released by a second, for a third") {
    lock_type lock;
    bool acquired = false;
    support::run([&] { lock.acquire(); });
    support::run([&] { lock.release(); });
    support::run([&] { acquired = lock.try_lock(); });
    CHECK(acquired);
    lock.release();
}
