// condition_variable, condition_variable_any: [thread.condition], without waiting for other
// threads.
#include <chrono>
#include <concepts>
#include <ratio>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/condition_variable.hpp>

#include "../support.hpp"

using weft::condition_variable;
using weft::condition_variable_any;
using weft::cv_status;
using weft::mutex;
using weft::unique_lock;
using namespace std::chrono_literals;

// [condition.variable.syn]
static_assert(std::is_enum_v<cv_status>);
static_assert(cv_status::no_timeout != cv_status::timeout);

// [thread.condition.condvar]
static_assert(std::is_default_constructible_v<condition_variable>);
static_assert(!std::is_copy_constructible_v<condition_variable>);
static_assert(!std::is_move_constructible_v<condition_variable>);
static_assert(!std::is_copy_assignable_v<condition_variable>);
static_assert(noexcept(std::declval<condition_variable&>().notify_one()));
static_assert(noexcept(std::declval<condition_variable&>().notify_all()));
static_assert(sizeof(condition_variable) == 8);

// [thread.condition.condvarany]
static_assert(std::is_default_constructible_v<condition_variable_any>);
static_assert(!std::is_copy_constructible_v<condition_variable_any>);
static_assert(!std::is_copy_assignable_v<condition_variable_any>);
static_assert(noexcept(std::declval<condition_variable_any&>().notify_one()));
static_assert(noexcept(std::declval<condition_variable_any&>().notify_all()));
static_assert(sizeof(condition_variable_any) == 8);

namespace {

constinit condition_variable at_namespace_scope;
constinit condition_variable_any any_at_namespace_scope;

using lock = unique_lock<mutex>;
using moment = std::chrono::steady_clock::time_point;
using half_days = std::chrono::duration<int, std::ratio<43200>>;

template <class Condition>
concept waits = requires(Condition& condition, lock& held, moment time, half_days rel,
                         bool (*pred)()) {
    { condition.wait(held) } -> std::same_as<void>;
    { condition.wait(held, pred) } -> std::same_as<void>;
    { condition.wait_until(held, time) } -> std::same_as<cv_status>;
    { condition.wait_until(held, time, pred) } -> std::same_as<bool>;
    { condition.wait_for(held, rel) } -> std::same_as<cv_status>;
    { condition.wait_for(held, rel, pred) } -> std::same_as<bool>;
};
static_assert(waits<condition_variable>);
static_assert(waits<condition_variable_any>);

template <class Condition, class Lock>
concept waits_with = requires(Condition& condition, Lock& held) {
    condition.wait(held);
};
static_assert(!waits_with<condition_variable, mutex>);
static_assert(waits_with<condition_variable_any, mutex>);

/// No more than [thread.req.lockable.basic] asks for.
class basic_lockable {
  public:
    void lock() {
        ++locked;
        mutex_.lock();
    }
    void unlock() noexcept {
        ++unlocked;
        mutex_.unlock();
    }
    int locked = 0;
    int unlocked = 0;

  private:
    mutex mutex_;
};

/// A clock that is set back by an hour once.
struct set_back {
    using rep = std::chrono::steady_clock::rep;
    using period = std::chrono::steady_clock::period;
    using duration = std::chrono::steady_clock::duration;
    using time_point = std::chrono::time_point<set_back>;
    [[maybe_unused]] static constexpr bool is_steady = false;

    static inline int asked = 0;
    static time_point now() {
        const auto steady = std::chrono::steady_clock::now().time_since_epoch();
        return time_point(++asked == 1 ? steady + 100h : steady + 100h - 20ms);
    }
};

template <class Wait>
std::chrono::nanoseconds time_of(Wait wait) {
    const auto begun = std::chrono::steady_clock::now();
    wait();
    return std::chrono::steady_clock::now() - begun;
}

} // namespace

TEST_CASE(
    "one at namespace scope is constant-initialised, and may be notified while nobody waits") {
    at_namespace_scope.notify_one();
    at_namespace_scope.notify_all();
    any_at_namespace_scope.notify_one();
    any_at_namespace_scope.notify_all();
}

TEST_CASE_TEMPLATE("a wait that is not notified ends at its deadline, with the lock", Condition,
                   condition_variable, condition_variable_any) {
    mutex m;
    Condition condition;
    lock held(m);
    CHECK(time_of([&] { CHECK(condition.wait_for(held, 20ms) == cv_status::timeout); }) >= 20ms);
    CHECK(held.owns_lock());
    CHECK(time_of([&] {
              CHECK(condition.wait_until(held, std::chrono::steady_clock::now() + 20ms) ==
                    cv_status::timeout);
          }) >= 19ms);
    CHECK(condition.wait_until(held, std::chrono::system_clock::now() + 20ms) ==
          cv_status::timeout);
    CHECK(held.owns_lock());
}

TEST_CASE_TEMPLATE("a time that has passed is no wait, or none that takes long", Condition,
                   condition_variable, condition_variable_any) {
    mutex m;
    Condition condition;
    lock held(m);
    CHECK(condition.wait_for(held, 0s) == cv_status::timeout);
    CHECK(condition.wait_for(held, -1h) == cv_status::timeout);
    CHECK(condition.wait_until(held, std::chrono::steady_clock::now() - 1h) == cv_status::timeout);
    CHECK(condition.wait_until(held, std::chrono::system_clock::time_point()) ==
          cv_status::timeout);
    CHECK(held.owns_lock());
}

TEST_CASE_TEMPLATE("with a predicate that holds, there is no wait", Condition, condition_variable,
                   condition_variable_any) {
    mutex m;
    Condition condition;
    lock held(m);
    int asked = 0;
    const auto holds = [&] {
        ++asked;
        return held.owns_lock();
    };
    condition.wait(held, holds);
    CHECK(condition.wait_for(held, 1h, holds));
    CHECK(condition.wait_until(held, std::chrono::steady_clock::now() + 1h, holds));
    CHECK(condition.wait_until(held, std::chrono::steady_clock::now() - 1h, holds));
    CHECK(asked == 4);
}

TEST_CASE_TEMPLATE("with a predicate, a wait returns at its deadline what that says then",
                   Condition, condition_variable, condition_variable_any) {
    mutex m;
    Condition condition;
    lock held(m);
    CHECK(!condition.wait_for(held, 5ms, [] { return false; }));
    CHECK(
        !condition.wait_until(held, std::chrono::steady_clock::now() + 5ms, [] { return false; }));
    int asked = 0;
    CHECK(condition.wait_for(held, 5ms, [&] { return ++asked == 2; }));
}

TEST_CASE("a clock that is set back while it is waited for is waited for longer") {
    mutex m;
    condition_variable condition;
    lock held(m);
    const auto time = set_back::now() + 20ms;
    set_back::asked = 0;
    CHECK(time_of([&] { CHECK(condition.wait_until(held, time) == cv_status::timeout); }) >= 38ms);
}

TEST_CASE("condition_variable_any waits with whatever has lock and unlock") {
    basic_lockable lockable;
    condition_variable_any condition;
    lockable.lock();
    CHECK(condition.wait_for(lockable, 1ms) == cv_status::timeout);
    CHECK(lockable.locked == 2);
    CHECK(lockable.unlocked == 1);
    CHECK(condition.wait_for(lockable, 1h, [] { return true; }));
    CHECK(lockable.unlocked == 1);
    lockable.unlock();
}

TEST_CASE("where it has been asked to stop, the predicate is asked once, and nobody waits") {
    mutex m;
    condition_variable_any condition;
    lock held(m);
    weft::stop_source source;
    source.request_stop();
    for (const bool value : {false, true}) {
        int asked = 0;
        const auto pred = [&] {
            ++asked;
            return value;
        };
        CHECK(condition.wait(held, source.get_token(), pred) == value);
        CHECK(condition.wait_for(held, source.get_token(), 1h, pred) == value);
        CHECK(condition.wait_until(held, source.get_token(), std::chrono::steady_clock::now() + 1h,
                                   pred) == value);
        CHECK(asked == 3);
        CHECK(held.owns_lock());
    }
}

TEST_CASE("with a token, a wait ends at its deadline, too") {
    mutex m;
    condition_variable_any condition;
    lock held(m);
    const weft::stop_source source;
    CHECK(!condition.wait_for(held, source.get_token(), 5ms, [] { return false; }));
    CHECK(!condition.wait_until(held, weft::stop_token(), std::chrono::system_clock::now() + 5ms,
                                [] { return false; }));
    CHECK(condition.wait_for(held, source.get_token(), 5ms, [] { return true; }));
    CHECK(held.owns_lock());
}

TEST_CASE("a predicate that asks to stop is not waited for") {
    mutex m;
    condition_variable_any condition;
    lock held(m);
    weft::stop_source source;
    int asked = 0;
    CHECK(!condition.wait(held, source.get_token(), [&] {
        ++asked;
        source.request_stop();
        return false;
    }));
    CHECK(asked == 2);
    CHECK(held.owns_lock());
}
