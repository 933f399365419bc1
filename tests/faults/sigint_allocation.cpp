// SIGINT when memory runs out.
#include <doctest/doctest.h>
#include <exception>

#include "../support.hpp"
#include "ctrl_c.hpp"
#include "injected.hpp"

TEST_CASE("interrupt_on_sigint without memory throws, and SIGINT is handled as before") {
    bool refused = false;
    {
        const faults::failing_new fault(1);
        try {
            const weft::interrupt_on_sigint on;
        } catch (const std::exception&) { // the message is a string, which needs memory, too
            refused = true;
        }
    }
    CHECK(refused);
    CHECK(support::interrupts_of([] {
              const weft::interrupt_on_sigint on;
              support::ctrl_c();
          }) == 1);
}
