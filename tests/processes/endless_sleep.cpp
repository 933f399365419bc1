// Sleeps without an end, which outlive main.
#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "process.hpp"

TEST_CASE("a thread that sleeps without an end keeps no deadlock from being seen, and is named") {
    const auto ended = support::run_process([](int file) {
        static weft::lock_type never_released;
        never_released.acquire();
        weft::start_new_thread([] { weft::this_thread::sleep_for(std::chrono::hours::max()); });
        try {
            never_released.acquire();
        } catch (const weft::deadlock& thrown) {
            support::write_to(file, thrown.what());
        }
    });
    CHECK(ended.ended_well());
    CHECK(support::contains(ended.output, "  main waits for lock "));
    CHECK(support::contains(ended.output, " waits for the end of a sleep that has none"));
}
