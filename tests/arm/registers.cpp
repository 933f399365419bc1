// Registers across a switch.
#include <array>
#include <cstddef>

#include <doctest/doctest.h>

#include "../support.hpp"

namespace {

/// Whether numbers that are made before a wait are there after it, in as many as a function keeps
/// in registers. Volatile, so that no compiler knows them.
template <class T>
[[gnu::noinline]] bool keeps_numbers(T given) {
    const volatile T begin = given;
    const T a = begin + 1;
    const T b = a * 3;
    const T c = b - a;
    const T d = c * b;
    const T e = d + a;
    const T f = e * 5;
    const T g = f - b;
    const T h = g + c;
    const T sum = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h;
    bool kept = true;
    for (int round = 0; round < 5; ++round) {
        weft::this_thread::yield();
        kept = kept && a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h == sum;
    }
    return kept;
}

} // namespace

TEST_CASE("numbers that a function has in registers are its own after a wait") {
    constexpr std::size_t threads = 8;
    std::array<bool, threads> kept{};
    for (std::size_t i = 0; i < threads; ++i) {
        weft::start_new_thread([&kept, i] {
            const bool whole = keeps_numbers(static_cast<unsigned>(i));
            kept[i] = keeps_numbers(static_cast<double>(i) + 0.5) && whole;
        });
    }
    CHECK(keeps_numbers(1000.25));
    support::wait_for_threads();
    for (const bool each : kept)
        CHECK(each);
}
