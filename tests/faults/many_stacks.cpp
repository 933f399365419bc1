// What is left of threads that have ended.
#include <doctest/doctest.h>

#include "../support.hpp"
#include "injected.hpp"
#include "refused_threads.hpp"

using faults::refused_threads;

namespace {

void use_stack() {
    volatile char used[refused_threads::used];
    for (char volatile& each : used)
        each = 1;
}

} // namespace

TEST_CASE("threads that have ended leave what the next ones use, however many they were") {
    const support::default_stack_size_at_end restored;
    weft::stack_size(refused_threads::used * 3 / 2); // so that 32-bit addresses are enough for all
    const auto run_many = [] {
        weft::lock_type gate;
        gate.acquire();
        for (int i = 0; i < refused_threads::kept_stacks * 3 / 2; ++i) {
            weft::start_new_thread([&] {
                use_stack();
                gate.acquire();
                gate.release();
            });
        }
        gate.release();
        support::wait_for_threads();
    };
    run_many();
    const int memory = faults::allocations();
    const int stacks = refused_threads::stacks();
    CHECK(stacks <= refused_threads::kept_stacks);
    run_many();
    CHECK(faults::allocations() == memory);
    CHECK(refused_threads::stacks() == stacks);
}
