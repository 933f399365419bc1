// While all threads sleep.
#include <chrono>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "cpu_time.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

TEST_CASE("where all that is left sleeps, the process sleeps") {
    lock_type never_released;
    never_released.acquire();
    const auto cpu_begin = support::cpu_time();
    const auto begin = steady_clock::now();
    start_new_thread([&] { static_cast<void>(never_released.try_lock_for(200ms)); });
    start_new_thread([] { weft::this_thread::sleep_for(250ms); });
    weft::this_thread::sleep_for(300ms);
    const std::chrono::duration<double> took = steady_clock::now() - begin;
    const std::chrono::duration<double> cpu = support::cpu_time() - cpu_begin;
    CHECK(took >= 300ms);
    CHECK((cpu < took / 2));
    wait_for_threads();
}
