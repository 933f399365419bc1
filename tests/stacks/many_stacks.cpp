// More stacks at once than there is memory for, were all of it to be used.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "memory.hpp"
#include "use_stack.hpp"

using support::default_stack_size_at_end;
using support::place;
using support::resident_memory;
using support::use_stack;
using support::wait_for_threads;
using weft::lock_type;
using weft::stack_size;
using weft::start_new_thread;

namespace {

constexpr bool sanitized = SANITIZED; // by Meson

} // namespace

TEST_CASE("memory that comes to lie where a stack was is like any other, also to a sanitiser") {
    const default_stack_size_at_end restored;
    constexpr std::size_t threads = 2000; // more than are kept
    std::vector<std::uintptr_t> places;
    for (const std::size_t size : {65536U, 40000U, 32768U}) {
        stack_size(size);
        lock_type gate;
        gate.acquire();
        for (std::size_t i = 0; i < threads; ++i) {
            start_new_thread([&] {
                places.push_back(place());
                use_stack(place(), 8192);
                gate.acquire();
                gate.release();
            });
        }
        gate.release();
        wait_for_threads();
    }
    // Those that have been given back are free. The others are none of a program's business.
    bool writable = true;
    for (const auto each : places)
        writable = writable && support::is_writable_if_free(each);
    CHECK(writable);
}

TEST_CASE("ten thousand threads wait at the same time, in the memory that they touch") {
    const default_stack_size_at_end restored;
    constexpr std::size_t threads = sanitized ? 2000 : 10000;
    constexpr std::size_t size = 65536;
    stack_size(size);
    lock_type gate;
    gate.acquire();
    std::size_t ran = 0;
    const auto before = resident_memory();
    for (std::size_t i = 0; i < threads; ++i) {
        start_new_thread([&] {
            gate.acquire();
            ++ran;
            gate.release();
        });
    }
    CHECK(weft::count() == threads);
    CHECK(ran == 0);
    // A page or two each, what weft keeps of each, and under valgrind what that does.
    const auto taken = resident_memory() - before;
    CAPTURE(taken);
    CHECK((sanitized || (taken > 0 && taken < threads * size / 2)));
    gate.release();
    wait_for_threads();
    CHECK(ran == threads);
    CHECK(weft::count() == 0);
    CHECK_FALSE(gate.locked());
}
