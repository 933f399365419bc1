// Stacks that overflow.
#include <array>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <string>

#include <doctest/doctest.h>

#include "process.hpp"
#include "stack_fault.hpp"

using weft::lock_type;
using weft::stack_size;
using weft::start_new_thread;

namespace {

/// What each of the other threads has on its stack, and does not change.
using pattern = std::array<volatile std::size_t, 256>;
std::array<const pattern*, 64> patterns;
std::size_t others = 0;
lock_type others_guard;

lock_type never_released;
lock_type go;
int output = -1;

void wait_with_pattern() {
    pattern own;
    {
        const std::lock_guard guard(others_guard);
        for (auto& each : own)
            each = others;
        patterns[others++] = &own;
    }
    never_released.acquire();
}

void start_others(std::size_t number) {
    for (std::size_t i = 0; i < number; ++i)
        start_new_thread(wait_with_pattern);
}

void wait_for_others(std::size_t number) {
    for (;;) {
        support::pause();
        const std::lock_guard guard(others_guard);
        if (others == number)
            return;
    }
}

void say_what_is_left() {
    bool intact = true;
    for (std::size_t i = 0; i < others; ++i) {
        for (const auto& each : *patterns[i])
            intact = intact && each == i;
    }
    support::write_to(output, intact ? "faulted" : "faulted late");
    std::_Exit(0);
}

/// Goes down for ever, as the number is never 0, which no compiler can know.
[[gnu::noinline]] std::size_t overflow(volatile std::size_t* above) {
    volatile std::size_t block[64];
    block[0] = *above + 1;
    return *above == 0 ? 0 : overflow(block) + block[0];
}

void overflow_when_told() {
    support::handle_stack_fault<say_what_is_left>();
    volatile std::size_t above = 1;
    go.acquire();
    overflow(&above);
}

/// What a process says whose thread overflows its stack of `size`, beside `number` others.
std::string overflow_beside(std::size_t number, std::size_t size) {
    const auto ended = support::run_process([=](int to) {
        output = to;
        never_released.acquire();
        go.acquire();
        stack_size(size);
        start_others(number / 2);
        start_new_thread(overflow_when_told);
        start_others(number / 2);
        wait_for_others(number);
        go.release();
        support::wait_for_threads();
    });
    return ended.output;
}

} // namespace

TEST_CASE("a stack that overflows faults, before it reaches those of others") {
    for (const std::size_t size : {0U, 32768U, 65536U, 100001U, 1048576U}) {
        CAPTURE(size);
        CHECK(overflow_beside(0, size) == "faulted");
        CHECK(overflow_beside(40, size) == "faulted");
    }
}
