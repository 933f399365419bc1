// The memory of stacks that threads have left.
#include <algorithm>
#include <cstddef>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "memory.hpp"
#include "use_stack.hpp"

using support::place;
using support::resident_memory;
using support::use_stack;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;
constexpr std::size_t size = 7 * mebibyte;

/// Touches each page of it once, in one frame.
[[gnu::noinline]] bool use_sparsely() {
    volatile char all[size];
    for (std::size_t at = 0; at < size; at += 4096)
        all[at] = 1;
    return all[0] == 1;
}

/// How much more memory is there when threads have used their stacks so, and have ended, twice.
template <class F>
std::size_t memory_left_by(int threads, F use) {
    const support::default_stack_size_at_end restored;
    weft::stack_size(size + mebibyte);
    const auto before = resident_memory();
    for (int round = 0; round < 2; ++round) {
        weft::lock_type gate;
        gate.acquire();
        int used = 0;
        for (int i = 0; i < threads; ++i) {
            weft::start_new_thread([&] {
                used += use() ? 1 : 0;
                gate.acquire();
                gate.release();
            });
        }
        CHECK(used == threads);
        gate.release();
        support::wait_for_threads();
    }
    return std::max(resident_memory(), before) - before;
}

/// A sanitizer has memory of its own beside each.
constexpr int threads = 64;
constexpr std::size_t little = (SANITIZED ? 8 : 1) * threads * mebibyte;

} // namespace

TEST_CASE("threads that have ended keep little of the memory that they used of their stacks") {
    CHECK(memory_left_by(threads, [] { return use_stack(place(), size); }) < little);
}

TEST_CASE("threads that have ended keep little of the memory that they used here and there") {
    CHECK(memory_left_by(threads, use_sparsely) < little);
}
