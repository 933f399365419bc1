// Latches, [thread.latch]: what one thread sees of them.
#include <weft/std/latch.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::latch;

static_assert(sizeof(latch) == 4);
static_assert(latch::max() == 2'147'483'647);
static_assert(noexcept(latch::max()));
static_assert(std::is_same_v<decltype(latch::max()), std::ptrdiff_t>);
static_assert(std::is_constructible_v<latch, std::ptrdiff_t>);
static_assert(!std::is_convertible_v<std::ptrdiff_t, latch>);
static_assert(!std::is_default_constructible_v<latch>);
static_assert(!std::is_copy_constructible_v<latch>);
static_assert(!std::is_copy_assignable_v<latch>);
static_assert(!std::is_move_constructible_v<latch>);
static_assert(!std::is_move_assignable_v<latch>);
static_assert(std::is_trivially_destructible_v<latch>);
static_assert(std::is_same_v<decltype(&latch::count_down), void (latch::*)(std::ptrdiff_t)>);
static_assert(std::is_same_v<decltype(&latch::try_wait), bool (latch::*)() const noexcept>);
static_assert(std::is_same_v<decltype(&latch::wait), void (latch::*)() const>);
static_assert(std::is_same_v<decltype(&latch::arrive_and_wait), void (latch::*)(std::ptrdiff_t)>);

namespace {

constinit latch at_namespace_scope(2);

} // namespace

TEST_CASE("a latch's counter is what it is initialised with") {
    const latch none(0);
    CHECK(none.try_wait());
    none.wait();
    latch one(1);
    CHECK_FALSE(one.try_wait());
    one.count_down();
    CHECK(one.try_wait());
    latch most(latch::max());
    CHECK_FALSE(most.try_wait());
    most.count_down(latch::max() - 1);
    CHECK_FALSE(most.try_wait());
    most.count_down();
    CHECK(most.try_wait());
}

TEST_CASE("a latch at namespace scope is constant-initialised") {
    CHECK_FALSE(at_namespace_scope.try_wait());
    at_namespace_scope.count_down(2);
    CHECK(at_namespace_scope.try_wait());
}

TEST_CASE("count_down(n) decrements the counter by n, and count_down() by 1") {
    latch counted(6);
    counted.count_down(3);
    CHECK_FALSE(counted.try_wait());
    counted.count_down();
    counted.count_down(0);
    CHECK_FALSE(counted.try_wait());
    counted.count_down(2);
    CHECK(counted.try_wait());
    counted.count_down(0);
    CHECK(counted.try_wait());
}

TEST_CASE("wait() returns at once where the counter is zero, however often") {
    latch counted(2);
    counted.count_down(2);
    for (int i = 0; i < 3; ++i)
        counted.wait();
    CHECK(counted.try_wait());
}

TEST_CASE("arrive_and_wait() of the last to arrive returns at once") {
    latch one(1);
    one.arrive_and_wait();
    latch three(3);
    three.count_down();
    three.arrive_and_wait(2);
    CHECK(three.try_wait());
    three.arrive_and_wait(0);
}

TEST_CASE("what threads did before they counted a latch down is seen after the wait") {
    constexpr int threads = 4;
    latch done(threads);
    int results[threads] = {};
    for (int& each : results)
        weft::start_new_thread([&] {
            each = 1;
            done.count_down();
        });
    done.wait();
    for (const int each : results)
        CHECK(each == 1);
    support::wait_for_threads();
}

TEST_CASE("on one OS thread, to wait for a latch that nobody counts down throws deadlock") {
    if (weft::backend_name() != std::string("dummy"))
        return;
    latch two(2);
    CHECK_THROWS_AS(two.wait(), weft::deadlock);
    CHECK_THROWS_AS(two.arrive_and_wait(), weft::deadlock);
    CHECK_FALSE(two.try_wait());
    two.arrive_and_wait();
    CHECK(two.try_wait());
}
