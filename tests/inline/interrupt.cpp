// Interrupts that functions request which run inside start_new_thread.
#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::check_interrupt;
using weft::interrupt_main;
using weft::keyboard_interrupt;
using weft::start_new_thread;

TEST_CASE("an interrupt that a thread requests is thrown when start_new_thread returns in main") {
    bool went_on = false;
    CHECK_THROWS_AS(start_new_thread([&] {
                        interrupt_main();
                        check_interrupt();
                        weft::this_thread::sleep_for(0s);
                        went_on = true;
                    }),
                    keyboard_interrupt);
    CHECK(went_on);
    CHECK(weft::count() == 0);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("an interrupt that a nested thread requests is thrown in main, not in the outer one") {
    bool outer_went_on = false;
    bool inner_went_on = false;
    CHECK_THROWS_AS(start_new_thread([&] {
                        start_new_thread([&] {
                            interrupt_main();
                            inner_went_on = true;
                        });
                        check_interrupt();
                        outer_went_on = true;
                    }),
                    keyboard_interrupt);
    CHECK(inner_went_on);
    CHECK(outer_went_on);
    CHECK_NOTHROW(check_interrupt());
}
