// start_new_thread: how its copies of the function and the arguments live and die.
#include <any>
#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <tuple>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::wait_for_threads;
using weft::start_new_thread;

namespace {

/// Counts its copies, moves, and the instances there are.
struct counted {
    static inline std::atomic<int> copies = 0;
    static inline std::atomic<int> moves = 0;
    static inline std::atomic<int> alive = 0;

    counted() { ++alive; }
    counted(const counted&) : counted() { ++copies; }
    counted(counted&&) noexcept : counted() { ++moves; }
    ~counted() { --alive; }
    counted& operator=(const counted&) = delete;

    static void count_anew() {
        copies = 0;
        moves = 0;
    }
};

struct callable : counted {
    void operator()() const {}
};

struct keywords {
    counted value = {};
};

/// Cannot be copied, once it is told so.
struct uncopyable {
    static inline bool copying_throws = false;

    uncopyable() = default;
    uncopyable(const uncopyable&) {
        if (copying_throws)
            throw std::length_error("cannot be copied");
    }
    void operator()() const {}

    counted value;
};

void take_reference(const counted&) {}

/// What the thread with this identifier destroys.
struct destruction_noted {
    std::atomic<weft::ident_t>* by;
    void operator()(const int* owned) const {
        *by = weft::get_ident();
        delete owned;
    }
};

using noted = std::unique_ptr<int, destruction_noted>;

noted noted_in(std::atomic<weft::ident_t>& by) {
    return noted(new int(0), destruction_noted{&by});
}

} // namespace

TEST_CASE("what is given as an rvalue is moved and never copied") {
    counted::count_anew();
    start_new_thread(callable());
    start_new_thread([](counted) {}, std::tuple(counted()));
    start_new_thread([](counted&&, keywords) {}, std::tuple(counted()), keywords());
    wait_for_threads();
    CHECK(counted::copies == 0);
    CHECK(counted::moves > 0);
    CHECK(counted::alive == 0);
}

TEST_CASE("what is given as an lvalue is copied once and left as it was") {
    const callable function;
    const std::tuple<counted> args;
    const keywords kwargs;
    CHECK(counted::alive == 3);

    counted::count_anew();
    start_new_thread(function);
    wait_for_threads();
    CHECK(counted::copies == 1);

    counted::count_anew();
    start_new_thread(take_reference, args);
    wait_for_threads();
    CHECK(counted::copies == 1);

    counted::count_anew();
    start_new_thread([](const counted&, const keywords&) {}, args, kwargs);
    wait_for_threads();
    CHECK(counted::copies == 2);
    CHECK(counted::alive == 3);
}

TEST_CASE("std::ref copies nothing") {
    counted original;
    counted::count_anew();
    start_new_thread(take_reference, std::tuple(std::ref(original)));
    wait_for_threads();
    CHECK(counted::copies == 0);
    CHECK(counted::moves == 0);
}

TEST_CASE("the copies are destroyed when the function has returned") {
    start_new_thread([value = counted()](const counted&) {}, std::tuple(counted()));
    wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("the copies are destroyed when exit() has ended the thread") {
    start_new_thread([value = counted()](const counted&) { weft::exit(); }, std::tuple(counted()));
    wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("the copies are destroyed when an exception has ended the thread") {
    const support::excepthook_while hook(support::ignore_report);
    start_new_thread([value = counted()](const counted&) { throw std::runtime_error("end"); },
                     std::tuple(counted()));
    wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("an exception that owns something is destroyed with its thread") {
    const support::excepthook_while hook(support::ignore_report);
    start_new_thread([] { throw counted(); });
    wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("the copies are destroyed by the thread, after the function has ended") {
    std::atomic<weft::ident_t> argument_by = 0;
    std::atomic<weft::ident_t> function_by = 0;
    std::atomic<weft::ident_t> argument_before_end = 0;
    const auto ident =
        start_new_thread([&, owned = noted_in(function_by)](
                             const noted&) { argument_before_end = argument_by.load(); },
                         std::tuple(noted_in(argument_by)));
    wait_for_threads();
    CHECK(argument_before_end == 0);
    CHECK(argument_by == ident);
    CHECK(function_by == ident);
}

TEST_CASE("where copying an argument throws, nothing is started and the other copies are gone") {
    uncopyable::copying_throws = false;
    const std::tuple<counted, uncopyable, counted> args;
    const uncopyable function;
    std::atomic<bool> started = false;
    const int alive = counted::alive;
    const auto start = [&](const counted&, const uncopyable&, const counted&) { started = true; };

    uncopyable::copying_throws = true;
    CHECK_THROWS_AS(start_new_thread(start, args), std::length_error);
    CHECK_THROWS_AS(start_new_thread([](const auto&...) {}, args, keywords()), std::length_error);
    CHECK_THROWS_AS(start_new_thread(function), std::length_error);
    CHECK(weft::count() == 0);
    CHECK_FALSE(started);
    CHECK(counted::alive == alive);

    uncopyable::copying_throws = false;
    start_new_thread(start, args);
    wait_for_threads();
    CHECK(started);
    CHECK(counted::alive == alive);
}

TEST_CASE("arguments that nobody takes are destroyed where the function is a null pointer") {
    CHECK_THROWS_AS(
        start_new_thread(static_cast<void (*)(counted)>(nullptr), std::tuple(counted())),
        std::invalid_argument);
    CHECK(counted::alive == 0);
}

TEST_CASE("an argument that can be made of anything is made of the element of the tuple") {
    std::any given = 42;
    std::any received;
    const auto receive = [&](std::any argument) { received = std::move(argument); };
    start_new_thread(receive, std::tie(given));
    wait_for_threads();
    CHECK(std::any_cast<int>(&received) != nullptr);
}
