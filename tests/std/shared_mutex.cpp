// The mutexes that threads share, and shared_lock, as far as no thread waits for another
// ([thread.sharedmutex.requirements], [thread.sharedtimedmutex.requirements],
// [thread.lock.shared]).
#include <chrono>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/shared_mutex.hpp>

#include "held.hpp"
#include "thrown_code.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::is_held;
using support::is_held_alone;
using support::run;
using support::thrown_code;
using weft::shared_lock;
using weft::shared_mutex;
using weft::shared_timed_mutex;

namespace {

template <class Mutex>
constexpr bool is_as_stated() {
    return sizeof(Mutex) == 8 && std::is_nothrow_default_constructible_v<Mutex> &&
           std::is_nothrow_destructible_v<Mutex> && std::is_standard_layout_v<Mutex> &&
           !std::is_copy_constructible_v<Mutex> && !std::is_copy_assignable_v<Mutex> &&
           !std::is_move_constructible_v<Mutex> && !std::is_move_assignable_v<Mutex> &&
           std::is_void_v<decltype(std::declval<Mutex&>().lock_shared())> &&
           std::is_void_v<decltype(std::declval<Mutex&>().unlock_shared())> &&
           std::is_same_v<bool, decltype(std::declval<Mutex&>().try_lock_shared())>;
}
static_assert(is_as_stated<shared_mutex>());
static_assert(is_as_stated<shared_timed_mutex>());

using share = shared_lock<shared_mutex>;
static_assert(std::is_same_v<share::mutex_type, shared_mutex>);
static_assert(std::is_nothrow_default_constructible_v<share>);
static_assert(std::is_nothrow_move_constructible_v<share>);
static_assert(std::is_nothrow_move_assignable_v<share>);
static_assert(!std::is_copy_constructible_v<share>);
static_assert(!std::is_copy_assignable_v<share>);
static_assert(!std::is_convertible_v<shared_mutex&, share>);
static_assert(std::is_nothrow_constructible_v<share, shared_mutex&, weft::defer_lock_t>);
static_assert(std::is_nothrow_swappable_v<share>);
static_assert(!std::is_convertible_v<share, bool>);

constinit shared_mutex at_namespace_scope;
constinit shared_timed_mutex timed_at_namespace_scope;

} // namespace

TEST_CASE("a shared mutex at namespace scope is constant-initialised, and free") {
    CHECK_FALSE(is_held(at_namespace_scope));
    CHECK_FALSE(is_held(timed_at_namespace_scope));
}

TEST_CASE_TEMPLATE("who has it alone keeps all others out", Mutex, shared_mutex,
                   shared_timed_mutex) {
    Mutex tested;
    for (int i = 0; i < 2; ++i) {
        tested.lock();
        CHECK(is_held(tested));
        CHECK(is_held_alone(tested));
        tested.unlock();
        CHECK_FALSE(is_held(tested));
        CHECK(tested.try_lock());
        CHECK(is_held_alone(tested));
        tested.unlock();
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE_TEMPLATE("those who share it keep out who wants it alone, until the last of them has "
                   "gone",
                   Mutex, shared_mutex, shared_timed_mutex) {
    Mutex tested;
    tested.lock_shared();
    CHECK(is_held(tested));
    CHECK_FALSE(is_held_alone(tested));
    bool was_held = false;
    run([&] {
        CHECK(tested.try_lock_shared());
        run([&] {
            tested.lock_shared();
            was_held = is_held(tested) && !is_held_alone(tested);
            tested.unlock_shared();
        });
        was_held = was_held && is_held(tested);
        tested.unlock_shared();
    });
    CHECK(was_held);
    CHECK(is_held(tested));
    tested.unlock_shared();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("with a time, what is free is had at once") {
    shared_timed_mutex tested;
    const auto check_alone = [&](bool had) {
        CHECK(had);
        CHECK(is_held_alone(tested));
        tested.unlock();
    };
    check_alone(tested.try_lock_for(1h));
    check_alone(tested.try_lock_for(-1s));
    check_alone(tested.try_lock_until(steady_clock::now() + 1h));
    check_alone(tested.try_lock_until(steady_clock::time_point::min()));
    const auto check_shared = [&](bool had) {
        CHECK(had);
        CHECK(is_held(tested));
        CHECK_FALSE(is_held_alone(tested));
        tested.unlock_shared();
    };
    check_shared(tested.try_lock_shared_for(1h));
    check_shared(tested.try_lock_shared_for(0s));
    check_shared(tested.try_lock_shared_until(steady_clock::now() + 1h));
    check_shared(tested.try_lock_shared_until(std::chrono::system_clock::now() - 1h));
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("with a time, what is not to be had is waited for so long, and nothing is left of that") {
    shared_timed_mutex tested;
    bool had = false;
    const auto takes_long = [&](auto action) {
        const auto begin = steady_clock::now();
        run([&] { had = action() || had; });
        CHECK(steady_clock::now() - begin >= 5ms);
    };
    const auto alone_in_vain = [&] {
        takes_long([&] { return tested.try_lock_for(5ms); });
        takes_long([&] { return tested.try_lock_until(steady_clock::now() + 5ms); });
    };
    tested.lock();
    alone_in_vain();
    takes_long([&] { return tested.try_lock_shared_for(5ms); });
    takes_long([&] { return tested.try_lock_shared_until(steady_clock::now() + 5ms); });
    run([&] { had = tested.try_lock_shared_for(0s) || tested.try_lock_for(-1h) || had; });
    tested.unlock();
    CHECK_FALSE(is_held(tested));

    tested.lock_shared();
    alone_in_vain();
    CHECK_FALSE(is_held_alone(tested)); // it is promised to nobody any more
    tested.unlock_shared();
    CHECK_FALSE(is_held(tested));
    CHECK_FALSE(had);
}

TEST_CASE("a thread that waits for what it has alone gets resource_deadlock_would_occur") {
    shared_timed_mutex tested;
    tested.lock();
    for (const auto& code :
         {thrown_code([&] { tested.lock(); }), thrown_code([&] { tested.lock_shared(); }),
          thrown_code([&] { static_cast<void>(tested.try_lock_for(1h)); }),
          thrown_code([&] { static_cast<void>(tested.try_lock_shared_for(1h)); })})
        CHECK(code == std::errc::resource_deadlock_would_occur);
    CHECK_FALSE(tested.try_lock());
    CHECK_FALSE(tested.try_lock_shared());
    tested.unlock();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("lock_guard, unique_lock and scoped_lock have a shared mutex alone") {
    shared_timed_mutex tested;
    weft::mutex other;
    {
        const weft::lock_guard guard(tested);
        CHECK(is_held_alone(tested));
    }
    {
        const weft::unique_lock guard(tested, 1h);
        CHECK(is_held_alone(tested));
    }
    {
        const weft::scoped_lock guard(other, tested);
        CHECK(is_held_alone(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("shared_lock(m) shares it, and its destructor gives that back") {
    shared_mutex tested;
    const share none;
    CHECK(none.mutex() == nullptr);
    CHECK_FALSE(none.owns_lock());
    {
        const shared_lock guard(tested);
        CHECK(guard.owns_lock());
        CHECK(static_cast<bool>(guard));
        CHECK(guard.mutex() == &tested);
        CHECK(is_held(tested));
        CHECK_FALSE(is_held_alone(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("the tags mean for shared_lock what they do for unique_lock") {
    shared_mutex tested;
    {
        const shared_lock guard(tested, weft::defer_lock);
        CHECK_FALSE(guard.owns_lock());
        CHECK_FALSE(is_held(tested));
    }
    {
        const shared_lock guard(tested, weft::try_to_lock);
        CHECK(guard.owns_lock());
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
    tested.lock_shared();
    {
        const shared_lock guard(tested, weft::adopt_lock);
        CHECK(guard.owns_lock());
    }
    CHECK_FALSE(is_held(tested));
    tested.lock();
    bool is_owned = true;
    run([&] { is_owned = shared_lock(tested, weft::try_to_lock).owns_lock(); });
    CHECK_FALSE(is_owned);
    tested.unlock();
}

TEST_CASE("shared_lock with a time waits for a share so long") {
    shared_timed_mutex tested;
    {
        const shared_lock one(tested, 1h);
        CHECK(one.owns_lock());
        bool is_owned = false;
        run([&] { is_owned = shared_lock(tested, steady_clock::now() + 1h).owns_lock(); });
        CHECK(is_owned);
    }
    CHECK_FALSE(is_held(tested));
    tested.lock();
    bool is_owned = true;
    run([&] {
        is_owned = shared_lock(tested, 1ms).owns_lock() ||
                   shared_lock(tested, steady_clock::now() + 1ms).owns_lock();
    });
    CHECK_FALSE(is_owned);
    tested.unlock();
}

TEST_CASE("lock(), unlock() and what tries of shared_lock take and give back a share") {
    shared_timed_mutex tested;
    shared_lock guard(tested, weft::defer_lock);
    const auto check = [&] {
        CHECK(guard.owns_lock());
        CHECK(is_held(tested));
        CHECK_FALSE(is_held_alone(tested));
        guard.unlock();
        CHECK_FALSE(guard.owns_lock());
        CHECK_FALSE(is_held(tested));
    };
    guard.lock();
    check();
    CHECK(guard.try_lock());
    check();
    CHECK(guard.try_lock_for(1h));
    check();
    CHECK(guard.try_lock_until(steady_clock::now() + 1h));
    check();
    tested.lock();
    bool is_owned = true;
    run([&] {
        shared_lock other(tested, weft::defer_lock);
        is_owned = other.try_lock() || other.try_lock_for(1ms) ||
                   other.try_lock_until(steady_clock::now() + 1ms) || other.owns_lock();
    });
    CHECK_FALSE(is_owned);
    tested.unlock();
}

TEST_CASE("shared_lock is moved, swapped and released as unique_lock is") {
    shared_mutex tested;
    shared_lock from(tested);
    shared_lock to(std::move(from));
    CHECK(from.mutex() == nullptr); // NOLINT(bugprone-use-after-move): that is tested
    CHECK_FALSE(from.owns_lock());
    CHECK(to.mutex() == &tested);
    CHECK(to.owns_lock());
    from.swap(to);
    CHECK(from.owns_lock());
    swap(from, to);
    CHECK(to.owns_lock());
    to = share(); // gives back what it owned
    CHECK_FALSE(is_held(tested));
    to = shared_lock(tested);
    CHECK(to.release() == &tested);
    CHECK(to.mutex() == nullptr);
    CHECK(is_held(tested));
    tested.unlock_shared();
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("a shared_lock throws as unique_lock does") {
    shared_timed_mutex tested;
    shared_lock<shared_timed_mutex> none;
    for (const auto& code :
         {thrown_code([&] { none.lock(); }),
          thrown_code([&] { static_cast<void>(none.try_lock()); }),
          thrown_code([&] { static_cast<void>(none.try_lock_for(1h)); }),
          thrown_code([&] { static_cast<void>(none.try_lock_until(steady_clock::now())); }),
          thrown_code([&] { none.unlock(); })})
        CHECK(code == std::errc::operation_not_permitted);
    shared_lock owner(tested);
    for (const auto& code :
         {thrown_code([&] { owner.lock(); }),
          thrown_code([&] { static_cast<void>(owner.try_lock()); }),
          thrown_code([&] { static_cast<void>(owner.try_lock_for(1h)); }),
          thrown_code([&] { static_cast<void>(owner.try_lock_until(steady_clock::now())); })})
        CHECK(code == std::errc::resource_deadlock_would_occur);
    CHECK(owner.owns_lock());
}
