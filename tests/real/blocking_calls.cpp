// System calls that block one thread while others go on.
#include <pthread.h>
#include <unistd.h>

#include <csignal>

#include <doctest/doctest.h>

#include "../support.hpp"

TEST_CASE("system calls that SIGINT meets are restarted, so no read fails by it") {
    const weft::interrupt_on_sigint on_sigint;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ssize_t sent = 0;
    ssize_t got = 0;
    CHECK(support::interrupts_of([&] {
              weft::lock_type reading;
              reading.acquire();
              weft::start_new_thread([&, main = ::pthread_self()] {
                  reading.acquire();
                  for (int i = 0; i < 20; ++i) {
                      ::pthread_kill(main, SIGINT);
                      support::pause();
                  }
                  sent = ::write(ends[1], "x", 1);
              });
              reading.release();
              char byte = 0;
              got = ::read(ends[0], &byte, 1);
              support::wait_for_threads();
          }) == 1);
    CHECK(sent == 1);
    CHECK(got == 1);
    ::close(ends[0]);
    ::close(ends[1]);
}
