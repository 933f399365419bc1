// Functions that are called once ([thread.once]), as far as no thread waits for another.
#include <memory>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "../support.hpp"
#include "thrown_code.hpp"

using support::run;
using weft::call_once;
using weft::once_flag;

namespace {

static_assert(sizeof(once_flag) == 4);
static_assert(std::is_nothrow_default_constructible_v<once_flag>);
static_assert(std::is_trivially_destructible_v<once_flag>);
static_assert(!std::is_copy_constructible_v<once_flag>);
static_assert(!std::is_copy_assignable_v<once_flag>);
static_assert(!std::is_move_constructible_v<once_flag>);

constinit once_flag at_namespace_scope;

struct counter {
    int calls = 0;
    void count(int by) { calls += by; }
};

} // namespace

TEST_CASE("of all calls with a flag, the first one calls its function, and no other") {
    once_flag flag;
    int first = 0;
    int others = 0;
    call_once(flag, [&] { ++first; });
    call_once(flag, [&] { ++others; });
    run([&] { call_once(flag, [&] { ++others; }); });
    CHECK(first == 1);
    CHECK(others == 0);
}

TEST_CASE("what one thread did once is seen by others") {
    once_flag flag;
    int value = 0;
    int seen = 0;
    run([&] { call_once(flag, [&] { value = 42; }); });
    run([&] {
        call_once(flag, [&] { value = 7; });
        seen = value;
    });
    CHECK(seen == 42);
}

TEST_CASE("flags know nothing of each other") {
    once_flag flags[3];
    int calls = 0;
    for (auto& flag : flags) {
        call_once(flag, [&] { ++calls; });
        call_once(flag, [&] { ++calls; });
    }
    CHECK(calls == 3);
    call_once(at_namespace_scope, [&] { ++calls; });
    CHECK(calls == 4);
}

TEST_CASE("the function is invoked with the arguments, which are forwarded and not copied") {
    once_flag flag;
    int value = 0;
    call_once(
        flag, [](std::unique_ptr<int> owned, int& to) { to = *owned; }, std::make_unique<int>(42),
        value);
    CHECK(value == 42);
    once_flag of_member;
    counter counted;
    call_once(of_member, &counter::count, counted, 3);
    CHECK(counted.calls == 3);
    once_flag of_moved;
    auto owner = [owned = std::make_unique<int>(1), &value]() mutable { value = *owned; };
    call_once(of_moved, std::move(owner));
    CHECK(value == 1);
}

TEST_CASE("where a flag's function has returned, arguments are left as they are") {
    once_flag flag;
    call_once(flag, [] {});
    auto owned = std::make_unique<int>(42);
    call_once(
        flag, [](std::unique_ptr<int>) {}, std::move(owned));
    CHECK(owned != nullptr); // NOLINT(bugprone-use-after-move): that is tested
}

TEST_CASE("a call from inside the function, with the same flag, gets "
          "resource_deadlock_would_occur") {
    once_flag flag;
    bool is_refused = false;
    call_once(flag, [&] {
        is_refused = support::thrown_code([&] { call_once(flag, [] {}); }) ==
                     std::errc::resource_deadlock_would_occur;
    });
    CHECK(is_refused);
}

TEST_CASE("a call from inside the function with another flag is another one") {
    once_flag outer;
    once_flag inner;
    int calls = 0;
    call_once(outer, [&] { call_once(inner, [&] { ++calls; }); });
    call_once(inner, [&] { ++calls; });
    CHECK(calls == 1);
}
