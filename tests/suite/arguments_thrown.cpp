// start_new_thread: its copies of the function and the arguments, where something is thrown.
#include <atomic>
#include <stdexcept>
#include <tuple>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "counted.hpp"

using suite::counted;
using support::wait_for_threads;
using weft::start_new_thread;

namespace {

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

} // namespace

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

TEST_CASE("the copies are destroyed when exit() has ended the thread") {
    start_new_thread([value = counted()](const counted&) { weft::exit(); }, std::tuple(counted()));
    wait_for_threads();
    CHECK(counted::alive == 0);
}
