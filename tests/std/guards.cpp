// What holds mutexes for a scope, or locks several ([thread.lock], [thread.lock.algorithm]).
#include <chrono>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "held.hpp"
#include "thrown_code.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::is_held;
using support::run;
using support::thrown_code;
using weft::lock_guard;
using weft::mutex;
using weft::scoped_lock;
using weft::timed_mutex;
using weft::unique_lock;

namespace {

static_assert(std::is_same_v<lock_guard<mutex>::mutex_type, mutex>);
static_assert(std::is_same_v<unique_lock<mutex>::mutex_type, mutex>);
static_assert(std::is_same_v<scoped_lock<mutex>::mutex_type, mutex>);

template <class Guard>
constexpr bool has_mutex_type = requires {
    typename Guard::mutex_type;
};
static_assert(!has_mutex_type<scoped_lock<>>);
static_assert(!has_mutex_type<scoped_lock<mutex, mutex>>);
static_assert(!has_mutex_type<scoped_lock<mutex, mutex, mutex>>);

static_assert(!std::is_default_constructible_v<lock_guard<mutex>>);
static_assert(!std::is_copy_constructible_v<lock_guard<mutex>>);
static_assert(!std::is_copy_assignable_v<lock_guard<mutex>>);
static_assert(!std::is_convertible_v<mutex&, lock_guard<mutex>>);

static_assert(std::is_default_constructible_v<scoped_lock<>>);
static_assert(!std::is_copy_constructible_v<scoped_lock<mutex>>);
static_assert(!std::is_copy_constructible_v<scoped_lock<mutex, timed_mutex>>);
static_assert(!std::is_copy_assignable_v<scoped_lock<mutex, timed_mutex, mutex>>);
static_assert(!std::is_convertible_v<mutex&, scoped_lock<mutex>>);

using unique = unique_lock<mutex>;
static_assert(std::is_nothrow_default_constructible_v<unique>);
static_assert(std::is_nothrow_move_constructible_v<unique>);
static_assert(std::is_nothrow_move_assignable_v<unique>);
static_assert(!std::is_copy_constructible_v<unique>);
static_assert(!std::is_copy_assignable_v<unique>);
static_assert(!std::is_convertible_v<mutex&, unique>);
static_assert(std::is_nothrow_constructible_v<unique, mutex&, weft::defer_lock_t>);
static_assert(std::is_constructible_v<unique, mutex&, weft::try_to_lock_t>);
static_assert(std::is_constructible_v<unique, mutex&, weft::adopt_lock_t>);
static_assert(std::is_nothrow_swappable_v<unique>);
static_assert(!std::is_convertible_v<unique, bool>);
static_assert(noexcept(std::declval<unique&>().release()));
static_assert(noexcept(std::declval<const unique&>().owns_lock()));
static_assert(noexcept(static_cast<bool>(std::declval<const unique&>())));
static_assert(noexcept(std::declval<const unique&>().mutex()));

template <class Tag>
constexpr bool is_tag = std::is_empty_v<Tag>&& std::is_default_constructible_v<Tag> &&
                        !std::is_convertible_v<std::in_place_t, Tag>;
static_assert(is_tag<weft::defer_lock_t> && is_tag<weft::try_to_lock_t> &&
              is_tag<weft::adopt_lock_t>);

/// Notes the order in which it is locked, and is refused where that is wanted.
struct noted {
    explicit noted(int& counted) : order(counted) {}
    int& order;
    int locked_as = 0;
    int unlocks = 0;
    bool is_refused = false;

    void lock() { locked_as = ++order; }
    bool try_lock() {
        if (!is_refused)
            locked_as = ++order;
        return !is_refused;
    }
    void unlock() { ++unlocks; }
};

} // namespace

TEST_CASE("lock_guard holds a mutex until the end of its scope") {
    mutex tested;
    {
        const lock_guard guard(tested);
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("lock_guard with adopt_lock holds what the thread holds already") {
    mutex tested;
    tested.lock();
    {
        const lock_guard guard(tested, weft::adopt_lock);
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("the guards are for weft::lock_type, too") {
    weft::lock_type tested;
    {
        const lock_guard guard(tested);
        CHECK(tested.locked());
    }
    {
        const unique_lock guard(tested, 1h);
        CHECK(tested.locked());
    }
    {
        const scoped_lock guard(tested);
        CHECK(tested.locked());
    }
    CHECK_FALSE(tested.locked());
}

TEST_CASE("unique_lock has no mutex at first") {
    const unique tested;
    CHECK(tested.mutex() == nullptr);
    CHECK_FALSE(tested.owns_lock());
    CHECK_FALSE(static_cast<bool>(tested));
}

TEST_CASE("unique_lock(m) locks it, and its destructor unlocks it") {
    mutex tested;
    {
        const unique_lock guard(tested);
        CHECK(guard.owns_lock());
        CHECK(static_cast<bool>(guard));
        CHECK(guard.mutex() == &tested);
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("unique_lock with defer_lock does not lock it, and its destructor leaves it alone") {
    mutex tested;
    {
        const unique_lock guard(tested, weft::defer_lock);
        CHECK_FALSE(guard.owns_lock());
        CHECK(guard.mutex() == &tested);
        CHECK_FALSE(is_held(tested));
        tested.lock();
    }
    CHECK(is_held(tested));
    tested.unlock();
}

TEST_CASE("unique_lock with try_to_lock owns it where it could be had") {
    mutex tested;
    {
        const unique_lock guard(tested, weft::try_to_lock);
        CHECK(guard.owns_lock());
        bool is_owned = true;
        run([&] { is_owned = unique_lock(tested, weft::try_to_lock).owns_lock(); });
        CHECK_FALSE(is_owned);
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("unique_lock with adopt_lock owns what the thread holds already") {
    mutex tested;
    tested.lock();
    {
        const unique_lock guard(tested, weft::adopt_lock);
        CHECK(guard.owns_lock());
        CHECK(guard.mutex() == &tested);
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("unique_lock with a time waits for it so long") {
    timed_mutex tested;
    {
        const unique_lock guard(tested, 1h);
        CHECK(guard.owns_lock());
        bool is_owned = true;
        run([&] {
            is_owned = unique_lock(tested, 1ms).owns_lock() ||
                       unique_lock(tested, steady_clock::now() + 1ms).owns_lock();
        });
        CHECK_FALSE(is_owned);
    }
    {
        const unique_lock guard(tested, steady_clock::now() + 1h);
        CHECK(guard.owns_lock());
        CHECK(is_held(tested));
    }
    CHECK_FALSE(is_held(tested));
}

TEST_CASE("lock(), try_lock() and unlock() of unique_lock are its mutex's") {
    mutex tested;
    unique_lock guard(tested, weft::defer_lock);
    guard.lock();
    CHECK(guard.owns_lock());
    CHECK(is_held(tested));
    guard.unlock();
    CHECK_FALSE(guard.owns_lock());
    CHECK_FALSE(is_held(tested));
    CHECK(guard.try_lock());
    CHECK(guard.owns_lock());
    CHECK(is_held(tested));
    guard.unlock();
    run([&] {
        tested.lock();
        bool is_owned = true;
        run([&] {
            unique_lock other(tested, weft::defer_lock);
            is_owned = other.try_lock() || other.owns_lock();
        });
        CHECK_FALSE(is_owned);
        tested.unlock();
    });
}

TEST_CASE("try_lock_for() and try_lock_until() of unique_lock are its mutex's") {
    timed_mutex tested;
    unique_lock guard(tested, weft::defer_lock);
    CHECK(guard.try_lock_for(1h));
    CHECK(guard.owns_lock());
    guard.unlock();
    CHECK(guard.try_lock_until(steady_clock::now() + 1h));
    CHECK(guard.owns_lock());
    bool is_owned = true;
    run([&] {
        unique_lock other(tested, weft::defer_lock);
        is_owned = other.try_lock_for(1ms) || other.owns_lock() ||
                   other.try_lock_until(steady_clock::now() + 1ms) || other.owns_lock();
    });
    CHECK_FALSE(is_owned);
}

TEST_CASE("a unique_lock that is moved has no mutex then, and its target has it") {
    mutex tested;
    mutex other;
    unique_lock from(tested);
    unique_lock to(std::move(from));
    CHECK(from.mutex() == nullptr); // NOLINT(bugprone-use-after-move): that is tested
    CHECK_FALSE(from.owns_lock());
    CHECK(to.mutex() == &tested);
    CHECK(to.owns_lock());
    CHECK(is_held(tested));

    from = unique_lock(other);
    to = std::move(from); // unlocks what it owned
    CHECK_FALSE(is_held(tested));
    CHECK(is_held(other));
    CHECK(from.mutex() == nullptr); // NOLINT(bugprone-use-after-move): that is tested
    CHECK(to.mutex() == &other);
    CHECK(to.owns_lock());
}

TEST_CASE("swap() exchanges what two unique_locks have") {
    mutex tested;
    unique_lock one(tested);
    unique other;
    one.swap(other);
    CHECK(one.mutex() == nullptr);
    CHECK_FALSE(one.owns_lock());
    CHECK(other.mutex() == &tested);
    CHECK(other.owns_lock());
    swap(one, other);
    CHECK(one.owns_lock());
    CHECK(is_held(tested));
}

TEST_CASE("release() leaves the mutex as it is, and returns it") {
    mutex tested;
    {
        unique_lock guard(tested);
        CHECK(guard.release() == &tested);
        CHECK(guard.mutex() == nullptr);
        CHECK_FALSE(guard.owns_lock());
    }
    CHECK(is_held(tested));
    tested.unlock();
}

TEST_CASE("a unique_lock without a mutex throws operation_not_permitted, whatever it is to do") {
    unique_lock<timed_mutex> guard;
    for (const auto& code :
         {thrown_code([&] { guard.lock(); }),
          thrown_code([&] { static_cast<void>(guard.try_lock()); }),
          thrown_code([&] { static_cast<void>(guard.try_lock_for(1h)); }),
          thrown_code([&] { static_cast<void>(guard.try_lock_until(steady_clock::now())); }),
          thrown_code([&] { guard.unlock(); })})
        CHECK(code == std::errc::operation_not_permitted);
}

TEST_CASE("a unique_lock that owns its mutex throws resource_deadlock_would_occur where it is to "
          "lock it") {
    timed_mutex tested;
    unique_lock guard(tested);
    for (const auto& code :
         {thrown_code([&] { guard.lock(); }),
          thrown_code([&] { static_cast<void>(guard.try_lock()); }),
          thrown_code([&] { static_cast<void>(guard.try_lock_for(1h)); }),
          thrown_code([&] { static_cast<void>(guard.try_lock_until(steady_clock::now())); })})
        CHECK(code == std::errc::resource_deadlock_would_occur);
    CHECK(guard.owns_lock());
    CHECK(is_held(tested));
}

TEST_CASE("unlock() of a unique_lock that does not own its mutex throws operation_not_permitted") {
    mutex tested;
    unique_lock guard(tested, weft::defer_lock);
    CHECK(thrown_code([&] { guard.unlock(); }) == std::errc::operation_not_permitted);
    CHECK_FALSE(guard.owns_lock());
}

TEST_CASE("try_lock() tries several in order, and returns -1 where all are had") {
    int order = 0;
    noted first(order);
    noted second(order);
    noted third(order);
    CHECK(weft::try_lock(first, second, third) == -1);
    CHECK(first.locked_as == 1);
    CHECK(second.locked_as == 2);
    CHECK(third.locked_as == 3);
    CHECK(first.unlocks + second.unlocks + third.unlocks == 0);
}

TEST_CASE("try_lock() returns the number of the first that could not be had, and unlocks those "
          "before it") {
    for (int refused = 0; refused < 3; ++refused) {
        CAPTURE(refused);
        int order = 0;
        noted all[] = {noted(order), noted(order), noted(order)};
        all[refused].is_refused = true;
        CHECK(weft::try_lock(all[0], all[1], all[2]) == refused);
        for (int i = 0; i < 3; ++i) {
            CHECK((all[i].locked_as != 0) == (i < refused));
            CHECK(all[i].unlocks == (i < refused ? 1 : 0));
        }
    }
    mutex free;
    timed_mutex held;
    held.lock();
    CHECK(weft::try_lock(free, held) == 1);
    CHECK_FALSE(is_held(free));
    held.unlock();
}

TEST_CASE("lock() has several, of any kinds, at once") {
    mutex a;
    timed_mutex b;
    weft::recursive_mutex c;
    weft::lock_type d;
    weft::lock(a, b, c, d);
    CHECK(is_held(a));
    CHECK(is_held(b));
    CHECK(is_held(c));
    CHECK(is_held(d));
    a.unlock();
    b.unlock();
    c.unlock();
    d.unlock();
    weft::lock(a, b);
    CHECK(is_held(a));
    CHECK(is_held(b));
    a.unlock();
    b.unlock();
}

TEST_CASE("scoped_lock holds any number of mutexes until the end of its scope") {
    mutex a;
    timed_mutex b;
    weft::recursive_mutex c;
    { [[maybe_unused]] const scoped_lock<> none; }
    {
        const scoped_lock guard(a);
        CHECK(is_held(a));
    }
    {
        const scoped_lock guard(a, b);
        CHECK(is_held(a));
        CHECK(is_held(b));
    }
    {
        const scoped_lock guard(a, b, c);
        CHECK(is_held(a));
        CHECK(is_held(b));
        CHECK(is_held(c));
    }
    CHECK_FALSE(is_held(a));
    CHECK_FALSE(is_held(b));
    CHECK_FALSE(is_held(c));
}

TEST_CASE("scoped_lock with adopt_lock holds what the thread holds already") {
    mutex a;
    mutex b;
    mutex c;
    { [[maybe_unused]] const scoped_lock<> none(weft::adopt_lock); }
    a.lock();
    { const scoped_lock guard(weft::adopt_lock, a); }
    CHECK_FALSE(is_held(a));
    weft::lock(a, b);
    { const scoped_lock guard(weft::adopt_lock, a, b); }
    CHECK_FALSE(is_held(a));
    CHECK_FALSE(is_held(b));
    weft::lock(a, b, c);
    { const scoped_lock guard(weft::adopt_lock, a, b, c); }
    CHECK_FALSE(is_held(a));
    CHECK_FALSE(is_held(b));
    CHECK_FALSE(is_held(c));
}

TEST_CASE("lock takes guards that own nothing yet, in either order") {
    weft::mutex one;
    weft::mutex other;
    weft::unique_lock first(one, weft::defer_lock);
    weft::unique_lock second(other, weft::defer_lock);
    weft::lock(second, first);
    CHECK(first.owns_lock());
    CHECK(second.owns_lock());
}
