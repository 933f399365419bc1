// What happens when memory runs out: at each allocation in turn.
#include <chrono>
#include <memory>
#include <new>
#include <string>

#include <doctest/doctest.h>

#include <weft/local.hpp>
#include <weft/std/future.hpp>
#include <weft/std/thread.hpp>
#include <weft/thread.hpp>

#include "../support.hpp"
#include "captured_stderr.hpp"
#include "injected.hpp"

using faults::counted;

namespace {

/// A thread that has been joined may still be about to give back what the C++ runtime has of it.
bool comes_down_to(int memory) {
    const auto deadline = std::chrono::steady_clock::now() + support::patience;
    while (faults::allocations() > memory && std::chrono::steady_clock::now() < deadline)
        support::pause();
    return faults::allocations() <= memory;
}

/// What is to be called with memory for ever more allocations leaves nothing until it succeeds.
void check_starts_nothing(bool (*succeeds_with_memory_for)(int n)) {
    const int memory = faults::allocations();
    int n = 1;
    for (; n < 100 && !succeeds_with_memory_for(n); ++n) {
        CHECK(weft::count() == 0);
        CHECK(counted::alive == 0);
        CHECK(comes_down_to(memory));
    }
    CHECK(n > 1);
    CHECK(n < 100);
    CHECK(counted::alive == 0);
}

/// Whether the thread was started, with memory for fewer than `n` allocations.
bool starts_with_memory_for(int n) {
    const std::tuple args{counted(), std::string(100, 'x'), counted()};
    try {
        const faults::failing_new fault(n);
        weft::start_new_thread([](const counted&, const std::string&, const counted&) {}, args);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

bool starts_joinable_with_memory_for(int n) {
    const std::string text(100, 'x');
    try {
        const faults::failing_new fault(n);
        weft::thread([](const counted&, const std::string&) {}, counted(), text).join();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

} // namespace

TEST_CASE(
    "start_new_thread without memory throws std::bad_alloc, starts nothing and leaks nothing") {
    int n = 1;
    for (; n < 100 && !starts_with_memory_for(n); ++n) {
        CHECK(weft::count() == 0);
        CHECK(counted::alive == 0);
    }
    CHECK(n > 1);
    CHECK(n < 100);
    support::wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("thread without memory throws std::bad_alloc, starts nothing and leaks nothing") {
    check_starts_nothing(starts_joinable_with_memory_for);
}

TEST_CASE("a stop_source is one allocation, with all tokens and callbacks") {
    const int memory = faults::allocations();
    {
        weft::stop_source source;
        CHECK(faults::allocations() == memory + 1);
        const weft::stop_source copy =
            source; // NOLINT(performance-unnecessary-copy-initialization)
        const weft::stop_token token = copy.get_token();
        const weft::stop_callback called(token, [] {});
        const weft::stop_source none(weft::nostopstate);
        CHECK(faults::allocations() == memory + 1);
        source.request_stop();
    }
    CHECK(comes_down_to(memory));
}

TEST_CASE("a promise is one allocation, with all of its futures; and so is a packaged task") {
    const int memory = faults::allocations();
    {
        weft::promise<int> given;
        weft::future<int> awaited = given.get_future();
        CHECK(faults::allocations() == memory + 1);
        given.set_value(1);
        const auto shared = awaited.share();
        const auto copied = shared; // NOLINT(performance-unnecessary-copy-initialization)
        CHECK(copied.get() == 1);
        CHECK(faults::allocations() == memory + 1);
        weft::packaged_task<int()> task([] { return 1; });
        auto result = task.get_future();
        task();
        CHECK(result.get() == 1);
        CHECK(faults::allocations() == memory + 2);
        const auto lazy = weft::async(weft::launch::deferred, [] { return 1; });
        CHECK(faults::allocations() == memory + 3);
    }
    CHECK(comes_down_to(memory));
}

namespace {

int satisfied_at_exit_with_memory_for(int n) {
    int value = 0;
    support::run([&] {
        weft::promise<int> given;
        auto awaited = given.get_future();
        try {
            const faults::failing_new fault(n);
            given.set_value_at_thread_exit(1);
            value = 1;
        } catch (const std::bad_alloc&) {
            given.set_value(2); // it was left as it was
            value = awaited.get();
        }
    });
    return value;
}

bool runs_async_with_memory_for(int n) {
    try {
        const faults::failing_new fault(n);
        weft::async(
            weft::launch::async, [](const counted&) {}, counted())
            .get();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

} // namespace

TEST_CASE("a promise without memory for the thread's end throws std::bad_alloc, and stays") {
    CHECK(satisfied_at_exit_with_memory_for(1) == 2);
    CHECK(satisfied_at_exit_with_memory_for(1000) == 1);
}

TEST_CASE("async without memory throws std::bad_alloc, starts nothing and leaks nothing") {
    check_starts_nothing(runs_async_with_memory_for);
}

TEST_CASE("a thread that is joined, or detached before or after its end, leaves no memory") {
    const auto run = [] {
        weft::thread([] {}).join();
        weft::thread([] {}).detach();
        weft::lock_type stay;
        stay.acquire();
        weft::lock_type gone;
        gone.acquire();
        if (weft::backend_name() != std::string("dummy")) {
            weft::thread waits([&] {
                support::wait_for(stay);
                gone.release();
            });
            waits.detach();
            stay.release();
            support::wait_for(gone);
        }
        support::wait_for_threads();
    };
    run(); // what the first ones leave is for those to come
    int memory = 0;
    for (int round = 0; round < 100; ++round) {
        memory = faults::allocations();
        run();
        if (faults::allocations() == memory)
            return;
        support::pause(); // a thread that was detached may not have ended quite
    }
    CHECK(comes_down_to(memory));
}

namespace {

/// Whether a thread, all of whose values are the first of their kind, made them with memory for
/// fewer than `n` allocations.
bool makes_values_with_memory_for(int n) {
    bool made = false;
    const auto variables = std::make_unique<weft::local<counted>[]>(20);
    weft::thread([&] {
        try {
            const faults::failing_new fault(n);
            for (int i = 0; i < 20; ++i)
                variables[static_cast<std::size_t>(i)].get();
            made = true;
        } catch (const std::bad_alloc&) {
            const int alive = counted::alive;
            int there = 0;
            for (int i = 0; i < 20; ++i)
                there += variables[static_cast<std::size_t>(i)].find() != nullptr ? 1 : 0;
            CHECK(there == alive);
        }
    }).join();
    return made;
}

} // namespace

TEST_CASE("without memory for a value, std::bad_alloc is thrown, and nothing lost") {
    makes_values_with_memory_for(1000); // what is kept for good
    const int memory = faults::allocations();
    int n = 1;
    for (; n < 200 && !makes_values_with_memory_for(n); ++n) {
        CHECK(counted::alive == 0);
        CHECK(comes_down_to(memory));
    }
    CHECK(n > 20);
    CHECK(n < 200);
    CHECK(counted::alive == 0);
    CHECK(comes_down_to(memory));
}

TEST_CASE("variables that come and go take no more memory, nor do threads that have values") {
    const auto come_and_go = [] {
        for (int i = 0; i < 1000; ++i) {
            weft::local<counted> variables[3];
            variables[0].get();
            weft::thread([&] {
                for (auto& each : variables)
                    each.get();
            }).join();
        }
    };
    come_and_go();
    const int memory = faults::allocations();
    come_and_go();
    CHECK(counted::alive == 0);
    CHECK(comes_down_to(memory));
}

TEST_CASE("an unhandled exception is reported however little memory is left, and others go on") {
    for (int n = 1; n < 200; ++n) {
        const support::captured_stderr err;
        weft::start_new_thread(
            [n](std::unique_ptr<faults::failing_new>&& fault) {
                // It ends with the thread's arguments, which is after the report.
                fault = std::make_unique<faults::failing_new>(n);
                throw 42;
            },
            std::tuple{std::unique_ptr<faults::failing_new>()});
        support::wait_for_threads();
        const std::string report = err.text();
        CAPTURE(n);
        CHECK(report.starts_with("Unhandled exception in "));
        if (report.ends_with("int: 42\n"))
            return;
    }
    FAIL("there was never memory enough");
}
