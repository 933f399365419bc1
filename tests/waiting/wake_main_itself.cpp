// A signal that a main thread gets which sleeps, and no other thread.
#include <doctest/doctest.h>

#include "sent_ctrl_c.hpp"
#include "wakes_main.hpp"

using support::check_wakes_main;

TEST_CASE("a main thread that sleeps is woken by SIGINT that it gets itself") {
    const weft::interrupt_on_sigint on_sigint;
    check_wakes_main(support::ctrl_c_for_thread());
}
