// Semaphores, [thread.sema.cnt]: what one thread sees of them.
#include <weft/std/semaphore.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using weft::binary_semaphore;
using semaphore = weft::counting_semaphore<>;

static_assert(sizeof(semaphore) == 4);
static_assert(sizeof(binary_semaphore) == 4);
static_assert(std::is_same_v<binary_semaphore, weft::counting_semaphore<1>>);
static_assert(semaphore::max() == 1'073'741'823);
static_assert(weft::counting_semaphore<0>::max() >= 0);
static_assert(weft::counting_semaphore<17>::max() >= 17);
static_assert(noexcept(semaphore::max()));
static_assert(std::is_same_v<decltype(semaphore::max()), std::ptrdiff_t>);
static_assert(std::is_constructible_v<semaphore, std::ptrdiff_t>);
static_assert(!std::is_convertible_v<std::ptrdiff_t, semaphore>);
static_assert(!std::is_default_constructible_v<semaphore>);
static_assert(!std::is_copy_constructible_v<semaphore>);
static_assert(!std::is_copy_assignable_v<semaphore>);
static_assert(!std::is_move_constructible_v<semaphore>);
static_assert(!std::is_move_assignable_v<semaphore>);
static_assert(std::is_trivially_destructible_v<semaphore>);
static_assert(std::is_same_v<decltype(&semaphore::release), void (semaphore::*)(std::ptrdiff_t)>);
static_assert(std::is_same_v<decltype(&semaphore::acquire), void (semaphore::*)()>);
static_assert(std::is_same_v<decltype(&semaphore::try_acquire), bool (semaphore::*)() noexcept>);

namespace {

constinit weft::counting_semaphore<3> at_namespace_scope(2);

/// How often a semaphore is acquired before that would mean to wait.
template <std::ptrdiff_t Max>
int take_all(weft::counting_semaphore<Max>& all) {
    int taken = 0;
    while (all.try_acquire())
        ++taken;
    return taken;
}

} // namespace

TEST_CASE("a semaphore's counter is what it is initialised with") {
    semaphore none(0);
    CHECK(take_all(none) == 0);
    semaphore five(5);
    CHECK(take_all(five) == 5);
    binary_semaphore one(1);
    CHECK(take_all(one) == 1);
    weft::counting_semaphore<0> never(0);
    CHECK(take_all(never) == 0);
}

TEST_CASE("one at namespace scope is constant-initialised") {
    CHECK(take_all(at_namespace_scope) == 2);
    at_namespace_scope.release(2);
}

TEST_CASE("the counter may be max() at first, and by release") {
    semaphore largest(semaphore::max());
    CHECK(largest.try_acquire());
    largest.release();
    largest.acquire();
    semaphore filled(0);
    filled.release(semaphore::max());
    CHECK(filled.try_acquire());
}

TEST_CASE("acquire() decrements a positive counter") {
    semaphore two(2);
    two.acquire();
    CHECK(take_all(two) == 1);
}

TEST_CASE("release(n) increments the counter by n, and release() by 1") {
    semaphore counted(0);
    counted.release();
    CHECK(take_all(counted) == 1);
    counted.release(3);
    counted.release(0);
    counted.release(4);
    CHECK(take_all(counted) == 7);
}

TEST_CASE("try_acquire() decrements the counter if it is positive, and returns whether it was") {
    binary_semaphore one(1);
    CHECK(one.try_acquire());
    CHECK_FALSE(one.try_acquire());
    one.release();
    CHECK(one.try_acquire());
}

TEST_CASE("try_acquire_for() and try_acquire_until() decrement a positive counter at once") {
    semaphore four(4);
    const auto time = support::time_of([&] {
        CHECK(four.try_acquire_for(support::long_sleep));
        CHECK(four.try_acquire_for(-1s));
        CHECK(four.try_acquire_until(steady_clock::now() + support::long_sleep));
        CHECK(four.try_acquire_until(system_clock::now() - 1h));
    });
    CHECK(time < support::patience);
    CHECK(take_all(four) == 0);
}

TEST_CASE("try_acquire_for() fails after the relative timeout, and not before") {
    binary_semaphore none(0);
    const auto time = support::time_of([&] { CHECK_FALSE(none.try_acquire_for(20ms)); });
    CHECK(time >= 20ms);
    CHECK_FALSE(none.try_acquire_for(0s));
    CHECK_FALSE(none.try_acquire_for(-1h));
    CHECK_FALSE(none.try_acquire_for(std::chrono::duration<float, std::milli>(0.5F)));
    none.release();
    CHECK(take_all(none) == 1);
}

TEST_CASE("try_acquire_until() fails when the clock shows the absolute timeout, and not before") {
    binary_semaphore none(0);
    const auto time = support::time_of([&] {
        const auto end = steady_clock::now() + 20ms;
        CHECK_FALSE(none.try_acquire_until(end));
        CHECK(steady_clock::now() >= end);
    });
    CHECK(time >= 20ms);
    CHECK_FALSE(none.try_acquire_until(system_clock::now() + 1ms));
    CHECK_FALSE(none.try_acquire_until(support::own_clock::now() + 2ms));
    CHECK_FALSE(none.try_acquire_until(steady_clock::time_point::min()));
    support::set_back_clock::asked = 0;
    CHECK_FALSE(none.try_acquire_until(support::set_back_clock::time_point(15ms)));
    CHECK(support::set_back_clock::asked == 4);
}

TEST_CASE("a semaphore that was waited for in vain counts as before") {
    semaphore counted(0);
    CHECK_FALSE(counted.try_acquire_for(1ms));
    counted.release(2);
    counted.release();
    CHECK(take_all(counted) == 3);
    CHECK_FALSE(counted.try_acquire_for(1ms));
    counted.release();
    counted.acquire();
    CHECK(take_all(counted) == 0);
}

TEST_CASE("on one OS thread, to wait for a semaphore that nobody can release throws deadlock") {
    if (weft::backend_name() != std::string("dummy"))
        return;
    binary_semaphore none(0);
    CHECK_THROWS_AS(none.acquire(), weft::deadlock);
    CHECK_THROWS_AS(static_cast<void>(none.try_acquire_for(std::chrono::hours::max())),
                    weft::deadlock);
    none.release();
    CHECK(take_all(none) == 1);
}
