// A main thread that sleeps, and what wakes it.
#pragma once

#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"

namespace support {

/// Whether `interrupt`, called in a thread `delay` after main is about to sleep, wakes it, once.
template <class F>
bool wakes_main(F interrupt, std::chrono::milliseconds delay) {
    weft::lock_type about_to_sleep;
    about_to_sleep.acquire();
    int interrupts = 0;
    weft::start_new_thread([&] {
        about_to_sleep.acquire();
        weft::this_thread::sleep_for(delay);
        interrupt();
    });
    const auto slept = time_of([&] {
        interrupts = interrupts_of([&] {
            about_to_sleep.release();
            weft::this_thread::sleep_for(long_sleep);
        });
    });
    wait_for_threads();
    return interrupts == 1 && slept < long_sleep / 2;
}

/// The same, also where the interrupt comes as the sleep begins.
template <class F>
void check_wakes_main(F interrupt) {
    CHECK(wakes_main(interrupt, 50ms));
    for (int round = 0; round < 100; ++round)
        REQUIRE(wakes_main(interrupt, 0ms));
}

} // namespace support
