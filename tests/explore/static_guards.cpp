// Objects that are static in a function, in a steered program.
#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "threads.hpp"

using weft::explore;
using weft::lock_type;
using weft::start_new_thread;

namespace suite {

int second_object();

int first_object() {
    static const int object = [] {
        weft::this_thread::yield();
        return second_object();
    }();
    return object;
}

int second_object() {
    static const int object = [] {
        weft::this_thread::yield();
        return first_object();
    }();
    return object;
}

void initialise_first() {
    first_object();
}

void initialise_second() {
    second_object();
}

} // namespace suite

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("static objects that need each other are a deadlock, in each run anew") {
    const auto found = explore({.policy = weft::first_in_line, .runs = 20}, [] {
        start_new_thread(suite::initialise_first);
        start_new_thread(suite::initialise_second);
        while (weft::count() != 0)
            weft::this_thread::sleep_for(std::chrono::hours::max());
    });
    CHECK(found.failed == 20);
    CHECK(found.what == "deadlock");
    const std::string first = "#2 suite::initialise_first()";
    const std::string second = "#3 suite::initialise_second()";
    const std::string run_by = "the initialiser of a static object, run by ";
    CAPTURE(found.report);
    CHECK(
        contains(found.report, "  " + first + " -> " + run_by + second + " -> " + run_by + first));
    CHECK(contains(found.report, "  " + first + " waits for " + run_by + second + "\n"));
    CHECK(contains(found.report, "  " + second + " waits for " + run_by + first));
    CAPTURE(found.timeline());
    CHECK(contains(found.timeline(), first + "   waits for the initialiser of a static object"));
    CHECK_FALSE(contains(found.timeline(), "__cxa_guard"));
}

TEST_CASE("a static object is initialised anew where who did it was abandoned, and kept then") {
    static lock_type go_on;
    static int begun = 0;
    static int ended = 0;
    struct of_test {
        static int value() {
            static const int object = [] {
                ++begun;
                go_on.acquire();
                go_on.release();
                return ++ended;
            }();
            return object;
        }
    };
    constexpr int runs = 50;
    go_on.acquire();
    const auto found = explore({.runs = runs}, [] {
        start_new_thread([] { of_test::value(); });
        start_new_thread([] { of_test::value(); });
        while (begun == 0)
            weft::this_thread::yield();
    });
    CHECK_MESSAGE(!found, found);
    CHECK(begun > runs / 2);
    CHECK(ended == 0);
    go_on.release();
    const auto again = explore({.runs = runs}, [] {
        threads all;
        for (int i = 0; i < 3; ++i)
            all.start([] { of_test::value(); });
    });
    CHECK_MESSAGE(!again, again);
    CHECK(ended == 1);
    CHECK(of_test::value() == 1);
}

TEST_CASE("a run fails by a static object that is needed while it is initialised") {
    struct of_test {
        static int value(bool again) {
            static const int object = again ? value(false) : 1;
            return object;
        }
    };
    const auto found = explore({.runs = 3}, [] { of_test::value(true); });
    CHECK(found.failed == 3);
    CHECK(found.what == "main needs a static object while it initialises it");
}

TEST_CASE("that a static object is initialised in one run alone makes no other schedule of that") {
    static int initialised = 0;
    struct of_test {
        static int value() {
            static const int object = ++initialised;
            return object;
        }
    };
    const auto found = explore({.policy = weft::first_in_line, .runs = 2}, [] {
        start_new_thread(weft::this_thread::yield); // could go on while main initialises
        if (of_test::value() == 1)
            weft::fail("each run fails");
    });
    CHECK(found.failed == 2);
    CHECK(initialised == 1);
    CHECK(found.deterministic);
}
