// System calls that block one thread while others go on.
#include <doctest/doctest.h>

#include "../support.hpp"
#include "blocking_pipe.hpp"
#include "sent_ctrl_c.hpp"

TEST_CASE("system calls that SIGINT meets are restarted, so no read fails by it") {
    const weft::interrupt_on_sigint on_sigint;
    support::blocking_pipe pipe;
    bool sent = false;
    bool got = false;
    CHECK(support::interrupts_of([&] {
              weft::lock_type reading;
              reading.acquire();
              weft::start_new_thread([&, ctrl_c_for_main = support::ctrl_c_for_thread()] {
                  reading.acquire();
                  for (int i = 0; i < 20; ++i) {
                      ctrl_c_for_main();
                      support::pause();
                  }
                  sent = pipe.put('x');
              });
              reading.release();
              char byte = 0;
              got = pipe.get(byte);
              support::wait_for_threads();
          }) == 1);
    CHECK(sent);
    CHECK(got);
}
