// jthread: [thread.jthread.class].
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::jthread;
using weft::stop_source;
using weft::stop_token;

static_assert(std::is_nothrow_default_constructible_v<jthread>);
static_assert(std::is_nothrow_move_constructible_v<jthread>);
static_assert(std::is_nothrow_move_assignable_v<jthread>);
static_assert(!std::is_copy_constructible_v<jthread>);
static_assert(!std::is_copy_assignable_v<jthread>);
static_assert(std::is_nothrow_swappable_v<jthread>);
static_assert(std::is_same_v<jthread::id, weft::thread::id>);
static_assert(!std::is_convertible_v<void (*)(), jthread>);
static_assert(noexcept(std::declval<jthread&>().get_stop_source()));
static_assert(noexcept(std::declval<const jthread&>().get_stop_token()));
static_assert(noexcept(std::declval<jthread&>().request_stop()));
static_assert(noexcept(jthread::hardware_concurrency()));

TEST_CASE("a default jthread stands for no thread, and has no stop state") {
    jthread none;
    CHECK(!none.joinable());
    CHECK(none.get_id() == jthread::id());
    CHECK(!none.get_stop_source().stop_possible());
    CHECK(none.get_stop_token() == stop_token());
    CHECK(!none.request_stop());
}

TEST_CASE("a function that takes a stop_token first is given that of the jthread") {
    stop_token own;
    int number = 0;
    jthread started(
        [&](stop_token token, int given) {
            own = std::move(token);
            number = given;
        },
        3);
    const stop_token token = started.get_stop_token();
    started.join();
    CHECK(own == token);
    CHECK(number == 3);
}

TEST_CASE("one that takes none is called without") {
    std::string text;
    jthread([&](std::string given) { text = std::move(given); }, "given").join();
    CHECK(text == "given");
    const auto any = [&](auto&&... given) { text = std::to_string(sizeof...(given)); };
    jthread(any, 1, 2).join();
    CHECK(text == "3"); // it takes a token, too
}

TEST_CASE("the destructor joins") {
    bool has_ended = false;
    {
        const jthread started([&] { has_ended = true; });
    }
    CHECK(has_ended);
    CHECK(weft::count() == 0);
}

TEST_CASE("the destructor asks to stop first, and not once it was joined, or detached") {
    stop_token token;
    {
        const jthread started([&](stop_token own) { token = std::move(own); });
    }
    CHECK(token.stop_requested());
    {
        jthread started([&](stop_token own) { token = std::move(own); });
        started.join();
    }
    CHECK(!token.stop_requested());
    CHECK(!token.stop_possible());
}

TEST_CASE("assignment asks the thread to stop that was there, joins it, and takes the other") {
    stop_token first;
    stop_token second;
    jthread started([&](stop_token own) { first = std::move(own); });
    jthread other([&](stop_token own) { second = std::move(own); });
    const jthread::id id = other.get_id();
    const stop_source source = other.get_stop_source();
    started = std::move(other);
    CHECK(first.stop_requested());
    CHECK(started.get_id() == id);
    CHECK(started.get_stop_source() == source);
    CHECK(!other.joinable()); // NOLINT(bugprone-use-after-move): it is specified
    jthread& same = started;
    started = std::move(same);
    CHECK(started.joinable());
    CHECK(!source.stop_requested());
}

TEST_CASE("a moved jthread takes its stop state along, and swap exchanges it") {
    jthread started([] {});
    const stop_source source = started.get_stop_source();
    jthread moved(std::move(started));
    CHECK(moved.get_stop_source() == source);
    CHECK(!started.get_stop_source().stop_possible()); // NOLINT(bugprone-use-after-move)
    swap(moved, started);
    CHECK(started.get_stop_source() == source);
    CHECK(!moved.joinable());
    CHECK(started.request_stop());
    CHECK(source.stop_requested());
    started.detach();
    CHECK(!started.joinable());
    support::wait_for_threads();
}
