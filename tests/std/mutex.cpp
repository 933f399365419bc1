// The mutexes that one thread has at a time, as far as none waits for another
// ([thread.mutex.requirements.mutex], [thread.timedmutex.requirements]).
#include <chrono>
#include <type_traits>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "held.hpp"
#include "thrown_code.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using support::is_held;
using support::run;
using support::thrown_code;
using weft::mutex;
using weft::recursive_mutex;
using weft::recursive_timed_mutex;
using weft::timed_mutex;

namespace {

template <class Mutex, std::size_t size>
constexpr bool is_as_stated() {
    return sizeof(Mutex) == size && alignof(Mutex) == 4 &&
           std::is_nothrow_default_constructible_v<Mutex> &&
           std::is_nothrow_destructible_v<Mutex> && std::is_standard_layout_v<Mutex> &&
           !std::is_copy_constructible_v<Mutex> && !std::is_move_constructible_v<Mutex> &&
           !std::is_copy_assignable_v<Mutex> && !std::is_move_assignable_v<Mutex> &&
           std::is_void_v<decltype(std::declval<Mutex&>().lock())> &&
           std::is_void_v<decltype(std::declval<Mutex&>().unlock())> &&
           std::is_same_v<bool, decltype(std::declval<Mutex&>().try_lock())>&& noexcept(
               std::declval<Mutex&>().try_lock());
}

static_assert(is_as_stated<mutex, 4>());
static_assert(is_as_stated<timed_mutex, 4>());
static_assert(is_as_stated<recursive_mutex, 8>());
static_assert(is_as_stated<recursive_timed_mutex, 8>());

constinit mutex at_namespace_scope;
constinit timed_mutex timed_at_namespace_scope;
constinit recursive_mutex recursive_at_namespace_scope;
constinit recursive_timed_mutex recursive_timed_at_namespace_scope;

const struct before_main {
    before_main() {
        at_namespace_scope.lock();
        at_namespace_scope.unlock();
        recursive_at_namespace_scope.lock();
        recursive_at_namespace_scope.unlock();
    }
} early;

} // namespace

TEST_CASE("a mutex at namespace scope is constant-initialised, and works before main") {
    CHECK(at_namespace_scope.try_lock());
    at_namespace_scope.unlock();
    CHECK_FALSE(is_held(timed_at_namespace_scope));
    CHECK_FALSE(is_held(recursive_at_namespace_scope));
    CHECK_FALSE(is_held(recursive_timed_at_namespace_scope));
}

TEST_CASE_TEMPLATE("a mutex is owned by nobody at first, after lock() by the calling thread, and "
                   "after unlock() by nobody",
                   Mutex, mutex, timed_mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    CHECK_FALSE(is_held(tested));
    tested.lock();
    CHECK(is_held(tested));
    tested.unlock();
    CHECK_FALSE(is_held(tested));
    tested.lock();
    CHECK(is_held(tested));
    tested.unlock();
}

TEST_CASE_TEMPLATE("try_lock() has a mutex that nobody owns, without a spurious failure", Mutex,
                   mutex, timed_mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    for (int i = 0; i < 1000; ++i) {
        CHECK(tested.try_lock());
        tested.unlock();
    }
    CHECK(tested.try_lock());
    CHECK(is_held(tested));
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE_TEMPLATE("another thread has a mutex that one has unlocked, and the other way round",
                   Mutex, mutex, timed_mutex, recursive_mutex, recursive_timed_mutex) {
    Mutex tested;
    int value = 0;
    for (int i = 0; i < 10; ++i) {
        run([&] {
            tested.lock();
            ++value;
            tested.unlock();
        });
        tested.lock();
        ++value;
        tested.unlock();
    }
    CHECK(value == 20);
}

TEST_CASE_TEMPLATE("try_lock_for() and try_lock_until() have a mutex that nobody owns at once",
                   Mutex, timed_mutex, recursive_timed_mutex) {
    Mutex tested;
    const auto check = [&](bool had) {
        CHECK(had);
        CHECK(is_held(tested));
        tested.unlock();
    };
    check(tested.try_lock_for(1h));
    check(tested.try_lock_for(0s));
    check(tested.try_lock_for(-1s));
    check(tested.try_lock_for(std::chrono::duration<double>(0.001)));
    check(tested.try_lock_for(std::chrono::hours::max()));
    check(tested.try_lock_until(steady_clock::now() + 1h));
    check(tested.try_lock_until(steady_clock::now() - 1h));
    check(tested.try_lock_until(system_clock::now() + 1h));
    check(tested.try_lock_until(system_clock::time_point::min()));
    check(tested.try_lock_until(steady_clock::time_point::max()));
}

TEST_CASE_TEMPLATE("try_lock_for() waits the whole time for a mutex that stays owned", Mutex,
                   timed_mutex, recursive_timed_mutex) {
    Mutex tested;
    tested.lock();
    bool had = true;
    auto took = steady_clock::duration(0);
    run([&] {
        const auto begin = steady_clock::now();
        had = tested.try_lock_for(30ms);
        took = steady_clock::now() - begin;
    });
    CHECK_FALSE(had);
    CHECK(took >= 30ms);
    run([&] {
        had = tested.try_lock_for(0s) || tested.try_lock_for(-1h) || tested.try_lock_for(1us);
    });
    CHECK_FALSE(had);
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE_TEMPLATE("try_lock_until() waits for a mutex that stays owned until the clock shows the "
                   "time",
                   Mutex, timed_mutex, recursive_timed_mutex) {
    Mutex tested;
    tested.lock();
    bool had = true;
    bool is_late = false;
    run([&] {
        const auto time = steady_clock::now() + 30ms;
        had = tested.try_lock_until(time);
        is_late = steady_clock::now() >= time;
    });
    CHECK_FALSE(had);
    CHECK(is_late);
    run([&] {
        const auto time = system_clock::now() + 30ms;
        had = tested.try_lock_until(time);
        is_late = system_clock::now() >= time;
    });
    CHECK_FALSE(had);
    CHECK(is_late);
    run([&] { had = tested.try_lock_until(steady_clock::now() - 1h); });
    CHECK_FALSE(had);
    tested.unlock();
}

TEST_CASE("a thread that locks what it holds gets resource_deadlock_would_occur, and holds it "
          "still") {
    mutex tested;
    tested.lock();
    CHECK(thrown_code([&] { tested.lock(); }) == std::errc::resource_deadlock_would_occur);
    CHECK_FALSE(tested.try_lock());
    CHECK(is_held(tested));
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("a thread that waits with a timeout for what it holds gets "
          "resource_deadlock_would_occur") {
    timed_mutex tested;
    tested.lock();
    CHECK(thrown_code([&] { static_cast<void>(tested.try_lock_for(1h)); }) ==
          std::errc::resource_deadlock_would_occur);
    CHECK(thrown_code([&] {
              static_cast<void>(tested.try_lock_until(steady_clock::now() + 1h));
          }) == std::errc::resource_deadlock_would_occur);
    CHECK_FALSE(tested.try_lock());
    tested.unlock();
}
