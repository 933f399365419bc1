// Interrupts that wake a main thread which sleeps.
#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"
#include "ctrl_c.hpp"
#include "sent_ctrl_c.hpp"
#include "wakes_main.hpp"

using namespace std::chrono_literals;
using support::check_wakes_main;
using support::long_sleep;
using support::time_of;
using weft::interrupt_main;
using weft::this_thread::sleep_for;

TEST_CASE("a main thread that sleeps is woken by interrupt_main()") {
    check_wakes_main(interrupt_main);
}

TEST_CASE("a main thread that sleeps until a time is woken by interrupt_main()") {
    weft::lock_type about_to_sleep;
    about_to_sleep.acquire();
    weft::start_new_thread([&] {
        about_to_sleep.acquire();
        interrupt_main();
    });
    const auto slept = time_of([&] {
        about_to_sleep.release();
        CHECK_THROWS_AS(
            weft::this_thread::sleep_until(std::chrono::system_clock::now() + long_sleep),
            weft::keyboard_interrupt);
    });
    CHECK(slept < long_sleep / 2);
    support::wait_for_threads();
}

TEST_CASE("a main thread that sleeps is woken by SIGINT that the process gets") {
    const weft::interrupt_on_sigint on_sigint;
    check_wakes_main(support::ctrl_c_for_process);
}

TEST_CASE("a main thread that sleeps is woken by SIGINT that another thread gets") {
    const weft::interrupt_on_sigint on_sigint;
    check_wakes_main(support::ctrl_c);
}

TEST_CASE("an interrupt wakes the main thread only") {
    weft::lock_type sleeping;
    sleeping.acquire();
    std::chrono::steady_clock::duration slept{};
    CHECK(support::interrupts_of_thread([&] {
              weft::start_new_thread([&] {
                  sleeping.release();
                  slept = time_of([] { sleep_for(100ms); });
                  sleeping.release();
              });
              support::wait_for(sleeping);
              interrupt_main();
              support::wait_for(sleeping);
          }) == 1);
    CHECK(slept >= 100ms);
}

TEST_CASE("SIGINT does not end a main thread's wait for a lock") {
    const weft::interrupt_on_sigint on_sigint;
    weft::lock_type lock;
    lock.acquire();
    bool released = false;
    CHECK(support::interrupts_of_thread([&] {
              for (int i = 0; i < 20; ++i) {
                  support::ctrl_c_for_process();
                  support::pause();
              }
              released = true;
              lock.release();
          }) >= 1);
    CHECK(lock.acquire(false));
    CHECK(released);
}
