// Children of fork that a signal handler calls while the process sleeps, as all threads wait.
#include <doctest/doctest.h>

#include <sys/time.h>

#include "child.hpp"

using namespace std::chrono_literals;
using support::output_of;
using weft::start_new_thread;

TEST_CASE("where all threads wait and a signal handler forks, main goes on in the child") {
    for (const bool ended : {false, true}) {
        CAPTURE(ended);
        CHECK(output_of([=](int output) {
                  sigset_t alarm;
                  sigemptyset(&alarm);
                  sigaddset(&alarm, SIGALRM);
                  ::sigprocmask(SIG_BLOCK, &alarm, nullptr);
                  start_new_thread([=] { // waits last, or ends
                      weft::this_thread::sleep_for(10ms);
                      if (!ended)
                          weft::this_thread::sleep_for(support::long_sleep);
                  });
                  ::sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
                  std::signal(SIGALRM, [](int) {
                      ::fork();
                      std::signal(SIGALRM, SIG_DFL);
                      ::alarm(300);
                  });
                  const auto parent = ::getpid();
                  const itimerval soon{{0, 0}, {0, 50'000}};
                  ::setitimer(ITIMER_REAL, &soon, nullptr);
                  weft::this_thread::sleep_for(200ms);
                  if (::getpid() != parent)
                      ::_exit(weft::get_ident() == 1 && weft::count() == 0 ? 0 : 1);
                  int status = -1;
                  ::wait(&status);
                  support::write_to(output, status == 0 ? "well" : "ill");
              }) == "well");
    }
}
