// Registers across a switch.
#include <array>
#include <cstddef>

#include <doctest/doctest.h>

#include "../support.hpp"

namespace {

/// Whether numbers that are read before a wait are there after it, in as many as a function keeps
/// in registers. Volatile, so that they are compared with what is in memory.
template <class T>
[[gnu::noinline]] bool keeps_numbers(T first) {
    volatile T numbers[8];
    for (volatile T& each : numbers)
        each = first++;
    const T a = numbers[0];
    const T b = numbers[1];
    const T c = numbers[2];
    const T d = numbers[3];
    const T e = numbers[4];
    const T f = numbers[5];
    const T g = numbers[6];
    const T h = numbers[7];
    bool kept = true;
    for (int round = 0; round < 5; ++round) {
        weft::this_thread::yield();
        kept = kept && a == numbers[0] && b == numbers[1] && c == numbers[2] && d == numbers[3] &&
               e == numbers[4] && f == numbers[5] && g == numbers[6] && h == numbers[7];
    }
    return kept;
}

} // namespace

TEST_CASE("numbers that a function has in registers are its own after a wait") {
    constexpr std::size_t threads = 8;
    std::array<bool, threads> kept{};
    for (std::size_t i = 0; i < threads; ++i) {
        weft::start_new_thread([&kept, i] {
            const bool whole = keeps_numbers(static_cast<unsigned>(100 * i));
            kept[i] = keeps_numbers(100 * static_cast<double>(i) + 0.5) && whole;
        });
    }
    CHECK(keeps_numbers(1000.25));
    support::wait_for_threads();
    for (const bool each : kept)
        CHECK(each);
}
