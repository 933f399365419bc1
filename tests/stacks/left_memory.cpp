// The memory of stacks that threads have left.
#include <cstddef>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "memory.hpp"
#include "use_stack.hpp"

using support::place;
using support::resident_memory;
using support::use_stack;

TEST_CASE("threads that have ended keep little of the memory that they used of their stacks") {
    constexpr int threads = 64;
    constexpr std::size_t mebibyte = 1024 * 1024;
    constexpr std::size_t size = 7 * mebibyte;
    const support::default_stack_size_at_end restored;
    weft::stack_size(size + mebibyte);
    const auto before = resident_memory();
    for (int round = 0; round < 2; ++round) {
        weft::lock_type gate;
        gate.acquire();
        int used = 0;
        for (int i = 0; i < threads; ++i) {
            weft::start_new_thread([&] {
                used += use_stack(place(), size) ? 1 : 0;
                gate.acquire();
                gate.release();
            });
        }
        CHECK(used == threads);
        gate.release();
        support::wait_for_threads();
    }
    const auto taken = resident_memory() - before;
    CAPTURE(taken);
    // A sanitizer has memory of its own beside each.
    CHECK(taken < (SANITIZED ? 8 : 1) * threads * mebibyte);
}
