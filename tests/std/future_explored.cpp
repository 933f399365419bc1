// Futures under schedules, and what is reported of misuse.
#include <weft/std/future.hpp>

#include <exception>
#include <utility>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"
#include "reported.hpp"

using support::check_reported;
using weft::launch;
using weft::promise;

TEST_CASE("a promise that is given a null exception is reported") {
    check_reported(
        [] {
            promise<int> given;
            given.set_exception(nullptr);
        },
        "main gives a promise no exception, but null");
    check_reported(
        [] {
            promise<int> given;
            given.set_exception_at_thread_exit(std::exception_ptr());
        },
        "gives a promise no exception");
}

TEST_CASE("futures hand values on, in all schedules with two preemptions") {
    const auto found = weft::explore({.policy = weft::exhaustive(support::preemptions)}, [] {
        promise<int> first;
        promise<int> second;
        auto awaited = first.get_future();
        auto sum = second.get_future();
        threads both;
        both.start([&] { second.set_value(awaited.get() + 1); });
        both.start([&] { first.set_value(1); });
        if (sum.get() != 2)
            weft::fail("it is another value");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("async's threads are waited for, in all schedules with one preemption") {
    const auto found = weft::explore({.policy = weft::exhaustive(1)}, [] {
        int done = 0;
        {
            auto first = weft::async(launch::async, [&] { return ++done; });
            auto second = weft::async(launch::async, [&] { ++done; }).share();
            const auto copy = second;
        }
        if (done != 2)
            weft::fail("a thread was not waited for");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("a deferred function is called once, in all schedules with two preemptions") {
    const auto found = weft::explore({.policy = weft::exhaustive(support::preemptions)}, [] {
        int calls = 0;
        const auto lazy = weft::async(launch::deferred, [&] { return ++calls; }).share();
        threads other;
        other.start([own = lazy] { own.wait(); });
        if (lazy.get() != 1 || calls != 1)
            weft::fail("it was called twice");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("two futures that wait for each other are found to deadlock") {
    const auto found = weft::explore({.runs = 10, .stop_at_failure = true}, [] {
        promise<int> first;
        promise<int> second;
        auto of_first = first.get_future();
        auto of_second = second.get_future();
        threads both;
        both.start([&] { second.set_value(of_first.get()); });
        both.start([&] { first.set_value(of_second.get()); });
    });
    CHECK(found.failed == 1);
    CHECK(found.what.find("deadlock") != std::string::npos);
}
