// Packaged tasks, [futures.task]: what one thread sees of them, and nothing throws but weft.
#include <weft/std/future.hpp>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::future;
using weft::future_status;
using weft::packaged_task;

namespace {

int twice(int n) {
    return 2 * n;
}

struct calls_all {
    int operator()(int) const noexcept;
};
struct calls_changing {
    std::string operator()(int&, const char*) &;
};

struct counter {
    int start;
    int step = 1;
    [[nodiscard]] int plus(int n) const { return start + step * n; }
};

template <class Task, class Expected>
constexpr bool is_deduced = std::is_same_v<Task, packaged_task<Expected>>;

} // namespace

using task = packaged_task<int(int)>;
static_assert(sizeof(task) == 2 * sizeof(void*));
static_assert(std::is_nothrow_default_constructible_v<task>);
static_assert(!std::is_copy_constructible_v<task>);
static_assert(!std::is_copy_assignable_v<task>);
static_assert(std::is_nothrow_move_constructible_v<task>);
static_assert(std::is_nothrow_move_assignable_v<task>);
static_assert(std::is_nothrow_swappable_v<task>);
static_assert(!std::is_convertible_v<int (*)(int), task>);
static_assert(std::is_same_v<decltype(&task::operator()), void (task::*)(int)>);
static_assert(std::is_same_v<decltype(&task::valid), bool (task::*)() const noexcept>);
static_assert(is_deduced<decltype(packaged_task(twice)), int(int)>);
static_assert(is_deduced<decltype(packaged_task(calls_all())), int(int)>);
static_assert(
    is_deduced<decltype(packaged_task(calls_changing())), std::string(int&, const char*)>);

TEST_CASE("a packaged task's future has what its function returns") {
    task doubled(twice);
    CHECK(doubled.valid());
    future<int> awaited = doubled.get_future();
    CHECK(awaited.wait_for(0s) == future_status::timeout);
    doubled(21);
    CHECK(awaited.wait_for(0s) == future_status::ready);
    CHECK(awaited.get() == 42);
}

TEST_CASE("a packaged task may be of anything that can be called") {
    packaged_task<int(const counter&, int)> member(&counter::plus);
    auto sum = member.get_future();
    member(counter{40}, 2);
    CHECK(sum.get() == 42);
    packaged_task<int(counter)> data(&counter::start);
    auto start = data.get_future();
    data(counter{3});
    CHECK(start.get() == 3);
    packaged_task<std::string()> moved(
        [owned = std::make_unique<std::string>("owned")] { return *owned; });
    auto text = moved.get_future();
    moved();
    CHECK(text.get() == "owned");
}

TEST_CASE("what the function returns is converted, or left") {
    packaged_task<std::string()> converts([] { return "text"; });
    auto text = converts.get_future();
    converts();
    CHECK(text.get() == "text");
    packaged_task<void()> leaves([] { return 1; });
    auto done = leaves.get_future();
    leaves();
    done.get();
    int object = 0;
    packaged_task<int&(int&)> refers([](int& n) -> int& { return n; });
    auto reference = refers.get_future();
    refers(object);
    CHECK(&reference.get() == &object);
}

TEST_CASE("arguments are forwarded to the function") {
    packaged_task<int(std::unique_ptr<int>)> takes([](std::unique_ptr<int> n) { return *n; });
    auto taken = takes.get_future();
    takes(std::make_unique<int>(9));
    CHECK(taken.get() == 9);
    packaged_task<void(int&)> changes([](int& n) { n = 5; });
    int changed = 0;
    changes(changed);
    CHECK(changed == 5);
    struct stays {
        stays() = default;
        stays(const stays&) = delete;
        stays& operator=(const stays&) = delete;
        int number = 6;
    };
    packaged_task<int(stays)> looks([](const stays& it) { return it.number; });
    auto seen = looks.get_future();
    looks({});
    CHECK(seen.get() == 6);
}

TEST_CASE("what the function returns may be const") {
    packaged_task<const std::string()> returns([] { return std::string("const"); });
    future<const std::string> awaited = returns.get_future();
    returns();
    CHECK(awaited.get() == "const");
}

TEST_CASE("the function keeps its state from one call to the next, by reset()") {
    packaged_task<int()> counts([count = 0]() mutable { return ++count; });
    auto first = counts.get_future();
    counts();
    counts.reset();
    auto second = counts.get_future();
    counts();
    CHECK(first.get() == 1);
    CHECK(second.get() == 2);
}

TEST_CASE("packaged tasks are moved and swapped with their states") {
    task first(twice);
    auto awaited = first.get_future();
    task second(std::move(first));
    CHECK_FALSE(first.valid()); // NOLINT(bugprone-use-after-move)
    task third;
    CHECK_FALSE(third.valid());
    swap(second, third);
    CHECK_FALSE(second.valid());
    third.swap(second);
    second(4);
    CHECK(awaited.get() == 8);
    third = std::move(second);
    CHECK(third.valid());
}

TEST_CASE("the function is destroyed with the last that refers to the state") {
    const auto shared = std::make_shared<int>(1);
    {
        packaged_task<int()> owns([shared] { return *shared; });
        CHECK(shared.use_count() == 2);
        owns.reset();
        owns();
    }
    CHECK(shared.use_count() == 1);
}

TEST_CASE("a packaged task is called once") {
    task once(twice);
    auto awaited = once.get_future();
    once(1);
    CHECK_THROWS_AS(once(2), weft::future_error);
    CHECK(awaited.get() == 2);
}

TEST_CASE("a packaged task cannot be called by its own function") {
    packaged_task<void()>* itself = nullptr;
    packaged_task<void()> calls([&] { CHECK_THROWS_AS((*itself)(), weft::future_error); });
    itself = &calls;
    auto awaited = calls.get_future();
    calls();
    awaited.get();
}

TEST_CASE("a packaged task gives one future a call") {
    task once(twice);
    static_cast<void>(once.get_future());
    CHECK_THROWS_AS(static_cast<void>(once.get_future()), weft::future_error);
}

TEST_CASE("a packaged task without a function says so") {
    task none;
    CHECK_THROWS_AS(none(1), weft::future_error);
    CHECK_THROWS_AS(none.reset(), weft::future_error);
    CHECK_THROWS_AS(none.make_ready_at_thread_exit(1), weft::future_error);
    CHECK_THROWS_AS(static_cast<void>(none.get_future()), weft::future_error);
}

TEST_CASE("a packaged task that is destroyed, or reset, before it was called breaks its promise") {
    future<int> awaited;
    {
        task never(twice);
        awaited = never.get_future();
    }
    CHECK(awaited.wait_for(0s) == future_status::ready);
    task again(twice);
    auto before = again.get_future();
    again.reset();
    CHECK(before.wait_for(0s) == future_status::ready);
    CHECK_THROWS_AS(before.get(), weft::future_error);
    CHECK_THROWS_AS(awaited.get(), weft::future_error);
}

TEST_CASE("make_ready_at_thread_exit() makes the result ready when the thread has ended") {
    task doubled(twice);
    auto awaited = doubled.get_future();
    bool was_ready = true;
    weft::start_new_thread([&] {
        doubled.make_ready_at_thread_exit(4);
        was_ready = awaited.wait_for(0s) == future_status::ready;
        CHECK_THROWS_AS(doubled(5), weft::future_error);
    });
    CHECK(awaited.wait_for(support::patience) == future_status::ready);
    CHECK_FALSE(was_ready);
    CHECK(awaited.get() == 8);
    support::wait_for_threads();
}
