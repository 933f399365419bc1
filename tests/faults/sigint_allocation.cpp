// SIGINT when memory runs out.
#include <doctest/doctest.h>
#include <exception>

#include "../support.hpp"
#include "ctrl_c.hpp"
#include "injected.hpp"

TEST_CASE(
    "interrupt_on_sigint without memory throws, if it needs any, and SIGINT is handled as before") {
    bool refused = false;
    int interrupts = 0;
    {
        const faults::failing_new fault(1);
        try {
            const weft::interrupt_on_sigint on;
            interrupts = support::interrupts_of(support::ctrl_c);
        } catch (const std::exception&) { // the message is a string, which needs memory, too
            refused = true;
        }
    }
    CHECK(refused == support::ctrl_c_takes_memory);
    CHECK(interrupts == (refused ? 0 : 1));
    CHECK(support::interrupts_of([] {
              const weft::interrupt_on_sigint on;
              support::ctrl_c();
          }) == 1);
}
