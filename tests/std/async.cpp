// async, [futures.async], where no thread waits for another but main, and nothing throws but weft.
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
using weft::launch;

namespace {

int add(int a, int b) {
    return a + b;
}

struct adder {
    int sum = 0;
    int add(int n) { return sum += n; }
};

/// Tells when it is copied and moved, and by whom it is called.
struct moved_only {
    explicit moved_only(int n) : value(n) {}
    moved_only(moved_only&&) = default;
    moved_only(const moved_only&) = delete;
    moved_only& operator=(const moved_only&) = delete;
    int operator()() && { return value; }
    int value;
};

} // namespace

static_assert(std::is_same_v<decltype(weft::async(add, 1, 2)), future<int>>);
static_assert(std::is_same_v<decltype(weft::async(launch::async, add, 1, 2)), future<int>>);
static_assert(std::is_same_v<decltype(weft::async([] {})), future<void>>);
static_assert(std::is_same_v<decltype(weft::async([](int& n) -> int& { return n; },
                                                  std::declval<std::reference_wrapper<int>>())),
                             future<int&>>);
static_assert(
    !std::is_invocable_v<decltype([](auto&&... args) -> decltype(weft::async(
                                                         std::forward<decltype(args)>(args)...)) {
                             return weft::async(std::forward<decltype(args)>(args)...);
                         }),
                         int (*)(int, int), int>);

TEST_CASE("async's future has what the function returns, whatever the policy") {
    CHECK(weft::async(add, 1, 2).get() == 3);
    for (const launch policy :
         {launch::async, launch::deferred, launch::async | launch::deferred}) {
        auto sum = weft::async(policy, add, 40, 2);
        CHECK(sum.valid());
        CHECK(sum.get() == 42);
    }
}

TEST_CASE("async calls anything that can be called, with copies, as rvalues") {
    for (const launch policy : {launch::async, launch::deferred}) {
        adder sums;
        CHECK(weft::async(policy, &adder::add, &sums, 3).get() == 3);
        CHECK(weft::async(policy, &adder::add, std::ref(sums), 3).get() == 6);
        CHECK(weft::async(policy, &adder::add, sums, 3).get() == 9);
        CHECK(sums.sum == 6);
        CHECK(weft::async(policy, moved_only(5)).get() == 5);
        CHECK(weft::async(
                  policy, [](std::unique_ptr<int> n) { return *n; }, std::make_unique<int>(7))
                  .get() == 7);
        int object = 0;
        auto reference = weft::async(
            policy, [](int& n) -> int& { return n; }, std::ref(object));
        CHECK(&reference.get() == &object);
        std::string text = "before";
        auto copied = weft::async(
            policy, [](const std::string& s) { return s; }, text);
        text = "after";
        CHECK(copied.get() == "before");
    }
}

TEST_CASE("launch::async calls the function in a thread of its own") {
    const auto here = weft::get_ident();
    const auto there = weft::async(launch::async, [] { return weft::get_ident(); }).get();
    CHECK(there != here);
    CHECK(weft::async([] { return weft::get_ident(); }).get() != here);
    support::wait_for_threads();
}

TEST_CASE("launch::deferred calls the function in the thread that first waits, once") {
    int calls = 0;
    weft::ident_t caller = 0;
    auto lazy = weft::async(launch::deferred, [&] {
        ++calls;
        caller = weft::get_ident();
        return calls;
    });
    CHECK(calls == 0);
    CHECK(lazy.wait_for(0s) == future_status::deferred);
    CHECK(lazy.wait_for(support::long_sleep) == future_status::deferred);
    CHECK(lazy.wait_until(std::chrono::system_clock::now()) == future_status::deferred);
    CHECK(lazy.wait_until(std::chrono::steady_clock::now() + support::long_sleep) ==
          future_status::deferred);
    CHECK(calls == 0);
    lazy.wait();
    CHECK(calls == 1);
    CHECK(caller == weft::get_ident());
    CHECK(lazy.wait_for(0s) == future_status::ready);
    CHECK(lazy.get() == 1);
    auto other = weft::async(launch::deferred, [] { return weft::get_ident(); });
    weft::ident_t ran_in = 0;
    const auto thread = support::run([&] { ran_in = other.get(); });
    CHECK(ran_in == thread);
    CHECK(weft::async(launch{}, [&] { return weft::get_ident(); }).get() == weft::get_ident());
}

TEST_CASE("a deferred function that nobody waits for is never called, and destroyed") {
    const auto shared = std::make_shared<int>(0);
    {
        const auto lazy = weft::async(launch::deferred, [shared] { ++*shared; });
        CHECK(shared.use_count() == 2);
    }
    CHECK(*shared == 0);
    CHECK(shared.use_count() == 1);
}

TEST_CASE("a deferred function's result is had by shared futures, too") {
    int calls = 0;
    const auto lazy = weft::async(launch::deferred, [&] { return ++calls; }).share();
    const auto copied = lazy;
    CHECK(copied.get() == 1);
    CHECK(lazy.get() == 1);
    CHECK(calls == 1);
}

TEST_CASE("the last future of async waits in its destructor until the function has returned") {
    int done = 0;
    static_cast<void>(weft::async(launch::async, [&] {
        weft::this_thread::sleep_for(2ms);
        ++done;
    }));
    CHECK(done == 1);
    {
        const auto first = weft::async(launch::async, [&] {
                               weft::this_thread::sleep_for(2ms);
                               ++done;
                           }).share();
        const auto second = first;
    }
    CHECK(done == 2);
    future<void> assigned = weft::async(launch::async, [&] {
        weft::this_thread::sleep_for(2ms);
        ++done;
    });
    assigned = future<void>();
    CHECK(done == 3);
    support::wait_for_threads();
}

TEST_CASE("async refuses a null pointer") {
    int (*const none)(int, int) = nullptr;
    CHECK_THROWS_AS(static_cast<void>(weft::async(none, 1, 2)), std::invalid_argument);
    support::wait_for_threads();
}
