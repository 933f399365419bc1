// What guards do when something is thrown ([thread.lock.algorithm]).
#include <stdexcept>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "held.hpp"

using support::is_held;
using weft::mutex;

namespace {

/// Throws when it is locked.
struct refusing {
    void lock() { throw std::runtime_error("it cannot be locked"); }
    bool try_lock() { throw std::runtime_error("it cannot be locked"); }
    void unlock() {}
    void lock_shared() { throw std::runtime_error("it cannot be locked"); }
    void unlock_shared() {}
};

} // namespace

TEST_CASE("guards unlock their mutexes when their scope is left by an exception") {
    mutex tested;
    mutex other;
    const auto leave = [&](auto&& held) {
        static_cast<void>(held);
        CHECK(is_held(tested));
        throw std::runtime_error("out of the scope");
    };
    CHECK_THROWS_AS(leave(weft::lock_guard(tested)), std::runtime_error);
    CHECK_FALSE(is_held(tested));
    CHECK_THROWS_AS(leave(weft::unique_lock(tested)), std::runtime_error);
    CHECK_FALSE(is_held(tested));
    CHECK_THROWS_AS(leave(weft::scoped_lock(tested)), std::runtime_error);
    CHECK_FALSE(is_held(tested));
    CHECK_THROWS_AS(leave(weft::scoped_lock(tested, other)), std::runtime_error);
    CHECK_FALSE(is_held(tested));
    CHECK_FALSE(is_held(other));
}

TEST_CASE("a guard whose mutex cannot be locked does not unlock it") {
    refusing tested;
    CHECK_THROWS_AS(weft::lock_guard<refusing>{tested}, std::runtime_error);
    weft::unique_lock guard(tested, weft::defer_lock);
    CHECK_THROWS_AS(guard.lock(), std::runtime_error);
    CHECK_FALSE(guard.owns_lock());
    CHECK_THROWS_AS(static_cast<void>(guard.try_lock()), std::runtime_error);
    CHECK_FALSE(guard.owns_lock());
    weft::shared_lock share(tested, weft::defer_lock);
    CHECK_THROWS_AS(share.lock(), std::runtime_error);
    CHECK_FALSE(share.owns_lock());
}

TEST_CASE("lock() and try_lock() of several leave none locked where one throws") {
    mutex first;
    refusing throws;
    mutex last;
    CHECK_THROWS_AS(weft::lock(first, throws), std::runtime_error);
    CHECK_FALSE(is_held(first));
    CHECK_THROWS_AS(weft::lock(first, last, throws), std::runtime_error);
    CHECK_FALSE(is_held(first));
    CHECK_FALSE(is_held(last));
    CHECK_THROWS_AS(static_cast<void>(weft::try_lock(first, throws)), std::runtime_error);
    CHECK_FALSE(is_held(first));
    CHECK_THROWS_AS(static_cast<void>(weft::try_lock(first, last, throws)), std::runtime_error);
    CHECK_FALSE(is_held(first));
    CHECK_FALSE(is_held(last));
}
