// Threads that run inside start_new_thread, and end by what they throw.
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "captured_stderr.hpp"
#include "reported_function.hpp"

using support::contains;
using support::reported_function;
using weft::check_interrupt;
using weft::interrupt_main;
using weft::keyboard_interrupt;
using weft::start_new_thread;

namespace suite {

void inner_thread() {
    throw std::logic_error("inner");
}

void outer_thread() {
    start_new_thread(inner_thread);
}

} // namespace suite

TEST_CASE("an unhandled exception ends just the function that throws it") {
    const support::excepthook_while hook(support::ignore_report);
    bool outer_went_on = false;
    start_new_thread([&] {
        start_new_thread([] { throw std::runtime_error("inner"); });
        outer_went_on = true;
    });
    CHECK(outer_went_on);
    CHECK(weft::count() == 0);
}

TEST_CASE("a thread that is started while an exception is handled leaves that as it was") {
    const support::excepthook_while hook(support::ignore_report);
    try {
        throw std::runtime_error("outer");
    } catch (const std::runtime_error&) {
        start_new_thread([] { throw std::logic_error("inner"); });
        CHECK_THROWS_AS(throw, std::runtime_error);
    }
}

TEST_CASE("the report of a thread names no frame of those that it runs inside") {
    const support::captured_stderr captured;
    start_new_thread(suite::outer_thread);
    const auto printed = captured.text();
    CAPTURE(printed);
    const auto end = printed.find("std::logic_error: inner\n");
    REQUIRE(end != std::string::npos);
    const auto report = printed.substr(0, end);
    CHECK(contains(report, reported_function(suite::inner_thread, "suite::inner_thread")));
    CHECK_FALSE(contains(report, reported_function(suite::outer_thread, "suite::outer_thread")));
    CHECK_FALSE(contains(report, "doctest::"));
}

TEST_CASE("an interrupt is thrown also where the thread that requested it ended by an exception") {
    const support::excepthook_while hook(support::ignore_report);
    CHECK_THROWS_AS(start_new_thread([] {
                        interrupt_main();
                        throw 1;
                    }),
                    keyboard_interrupt);
    CHECK_THROWS_AS(start_new_thread([] {
                        interrupt_main();
                        weft::exit();
                    }),
                    keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("exit() ends just the function that calls it") {
    bool inner_went_on = false;
    bool outer_went_on = false;
    start_new_thread([&] {
        start_new_thread([&] {
            weft::exit();
            inner_went_on = true;
        });
        outer_went_on = true;
    });
    CHECK_FALSE(inner_went_on);
    CHECK(outer_went_on);
}
