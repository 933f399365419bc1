// SIGINT when memory runs out.
#include <doctest/doctest.h>

#include "../support.hpp"
#include "ctrl_c.hpp"
#include "injected.hpp"

TEST_CASE("interrupt_on_sigint needs no memory") {
    int interrupts = 0;
    {
        const faults::failing_new fault(1);
        const weft::interrupt_on_sigint on;
        interrupts = support::interrupts_of(support::ctrl_c);
    }
    CHECK(interrupts == 1);
}
