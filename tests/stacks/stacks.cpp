// The stacks of the threads that share one OS thread.
#include <cstddef>
#include <cstdint>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "memory.hpp"
#include "use_stack.hpp"

using support::default_stack_size_at_end;
using support::place;
using support::run;
using support::use_stack;
using support::wait_for_threads;
using weft::lock_type;
using weft::stack_size;
using weft::start_new_thread;

namespace {

constexpr bool sanitized = SANITIZED; // by Meson

constexpr std::size_t mebibyte = 1024 * 1024;

/// What weft and a test's own frames may take of a stack.
constexpr std::size_t spared = sanitized ? 16384 : 8192;

/// Whether a new thread can use `size` bytes of its stack.
bool thread_can_use(std::size_t size) {
    bool used = false;
    run([&] { used = use_stack(place(), size - spared); });
    return used;
}

} // namespace

TEST_CASE("a thread can use the stack that was asked for") {
    const default_stack_size_at_end restored;
    for (const std::size_t size :
         {std::size_t{32768}, std::size_t{32769}, std::size_t{40000}, std::size_t{65536},
          std::size_t{100001}, mebibyte, mebibyte + 1, 4 * mebibyte, support::largest_stack}) {
        CAPTURE(size);
        stack_size(size);
        CHECK(thread_can_use(size));
    }
}

TEST_CASE("a thread has the size that is set when it is started, whatever stacks are reused") {
    const default_stack_size_at_end restored;
    for (int i = 0; i < 3; ++i) {
        for (const std::size_t size : {std::size_t{32768}, 2 * mebibyte, std::size_t{65536},
                                       4 * mebibyte, mebibyte, std::size_t{32768}}) {
            CAPTURE(size);
            stack_size(size);
            CHECK(thread_can_use(size));
        }
    }
}

TEST_CASE("the stack size holds for the threads that are started from now on, by any thread") {
    const default_stack_size_at_end restored;
    bool used = false;
    run([&] {
        stack_size(4 * mebibyte);
        used = thread_can_use(4 * mebibyte);
    });
    CHECK(used);
    CHECK(stack_size() == 4 * mebibyte);
}

TEST_CASE("threads that wait keep what is on their stacks while others use theirs to the end") {
    const default_stack_size_at_end restored;
    constexpr int threads = 50;
    stack_size(65536);
    lock_type gate;
    gate.acquire();
    int kept = 0;
    struct deep {
        // Waits at the lower end of the stack.
        static bool wait(std::uintptr_t top, lock_type& gate) {
            volatile std::size_t block[64];
            for (std::size_t i = 0; i < 64; ++i)
                block[i] = top ^ i;
            bool below_kept = true;
            if (top - place() < 65536 - 2 * spared) {
                below_kept = wait(top, gate);
            } else {
                gate.acquire();
                gate.release();
            }
            for (std::size_t i = 0; i < 64; ++i)
                below_kept = below_kept && block[i] == (top ^ i);
            return below_kept;
        }
    };
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] { kept += deep::wait(place(), gate) ? 1 : 0; });
        CHECK(thread_can_use(65536));
    }
    CHECK(kept == 0);
    gate.release();
    wait_for_threads();
    CHECK(kept == threads);
}

TEST_CASE("an exception is thrown, caught and reported on the smallest stack") {
    const default_stack_size_at_end restored;
    stack_size(32768);
    const std::string report = support::report_of([] {
        try {
            throw std::runtime_error("inner");
        } catch (const std::exception&) {
            weft::this_thread::yield();
            std::throw_with_nested(std::range_error("outer"));
        }
    });
    CHECK(support::contains(report, "std::range_error: outer\n"));
    CHECK(support::contains(report, "caused by: std::runtime_error: inner\n"));
}

TEST_CASE("the stacks of threads that have ended are reused") {
    constexpr std::size_t rounds = 500;
    std::set<std::uintptr_t> places;
    for (std::size_t i = 0; i < rounds; ++i)
        start_new_thread([&] { places.insert(place()); });
    CHECK(places.size() < rounds / 10);

    constexpr std::size_t at_once = 50;
    places.clear();
    for (std::size_t i = 0; i < 20; ++i) {
        lock_type gate;
        gate.acquire();
        for (std::size_t thread = 0; thread < at_once; ++thread) {
            start_new_thread([&] {
                places.insert(place());
                gate.acquire();
                gate.release();
            });
        }
        CHECK(places.size() >= at_once);
        gate.release();
        wait_for_threads();
    }
    CHECK(places.size() < 5 * at_once);
}
