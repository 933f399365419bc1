// What is left of threads that have ended.
#include <doctest/doctest.h>

#include "../support.hpp"
#include "injected.hpp"
#include "refused_threads.hpp"

TEST_CASE("threads that have ended leave what the next ones use, however many they were") {
    const auto run_many = [] {
        weft::lock_type gate;
        gate.acquire();
        for (int i = 0; i < 200; ++i) {
            weft::start_new_thread([&] {
                gate.acquire();
                gate.release();
            });
        }
        gate.release();
        support::wait_for_threads();
    };
    run_many();
    const int memory = faults::allocations();
    const int stacks = faults::refused_threads::stacks();
    CHECK(stacks < 100);
    run_many();
    CHECK(faults::allocations() == memory);
    CHECK(faults::refused_threads::stacks() == stacks);
}
