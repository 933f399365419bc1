// Waits of the standard's vocabulary that nobody can end, on one OS thread, with stacks or without.
#include <chrono>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>
#include <weft/thread.hpp>

#include "../support.hpp"

using weft::deadlock;

namespace {

/// Has a thread do this, and end, whatever it holds then.
template <class F>
void leave_to_ended_thread(F function) {
    weft::start_new_thread(function);
    support::wait_for_threads();
}

} // namespace

TEST_CASE(
    "to wait for a mutex that a thread has left locked throws deadlock, and changes nothing") {
    weft::timed_mutex tested;
    leave_to_ended_thread([&] { tested.lock(); });
    CHECK_THROWS_AS(tested.lock(), deadlock);
    CHECK_THROWS_AS(static_cast<void>(tested.try_lock_for(std::chrono::hours::max())), deadlock);
    CHECK_FALSE(tested.try_lock());
}

TEST_CASE("to wait for a recursive mutex that a thread has left locked throws deadlock") {
    weft::recursive_mutex tested;
    leave_to_ended_thread([&] { tested.lock(); });
    CHECK_THROWS_AS(tested.lock(), deadlock);
}

TEST_CASE(
    "to wait for a shared mutex that a thread has left locked throws deadlock, and promises it "
    "to nobody") {
    weft::shared_mutex tested;
    leave_to_ended_thread([&] { tested.lock(); });
    CHECK_THROWS_AS(tested.lock(), deadlock);
    CHECK_THROWS_AS(tested.lock_shared(), deadlock);
}

TEST_CASE(
    "to wait to have a mutex alone that this thread shares throws deadlock, and promises it to "
    "nobody") {
    weft::shared_mutex tested;
    tested.lock_shared();
    CHECK_THROWS_AS(tested.lock(), deadlock);
    CHECK(tested.try_lock_shared());
    tested.unlock_shared();
    tested.unlock_shared();
    CHECK(tested.try_lock());
    tested.unlock();
}
