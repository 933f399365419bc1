// Children of fork, in a process that may have started threads.
#pragma once

#include <cerrno>
#include <string>

#include <sys/time.h>

#include "process.hpp"

namespace support {

/// Forks, and runs `program` in the child, which ends with what that returns. Writes that, where it
/// is not 0.
template <class F>
void check_child(int output, F program) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(300); // ends it where it hangs
        ::_exit(program());
    }
    int status = 0;
    while (::waitpid(child, &status, 0) != child && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
        write_to(output, "signal " + std::to_string(WTERMSIG(status)) + "; ");
    else if (WEXITSTATUS(status) != 0)
        write_to(output, "wrong: " + std::to_string(WEXITSTATUS(status)) + "; ");
}

/// Runs `program(output)` as a process, and returns what it wrote.
template <class F>
std::string output_of(F program) {
    const auto ended = run_process([=](int output) {
        ::alarm(1200);
        program(output);
    });
    return ended.output + (ended.ended_well() ? "" : "the process itself failed");
}

/// Runs a process in which `start` starts threads, and a signal handler forks `delay` later, while
/// main sleeps. Whether main then goes on in both, and `is_right` in the child.
template <class Start, class Right>
bool forks_in_handler(Start start, std::chrono::milliseconds delay, Right is_right) {
    return output_of([=](int output) {
               sigset_t alarm;
               sigemptyset(&alarm);
               sigaddset(&alarm, SIGALRM);
               ::sigprocmask(SIG_BLOCK, &alarm, nullptr); // it is for main alone
               start();
               ::sigprocmask(SIG_UNBLOCK, &alarm, nullptr);
               std::signal(SIGALRM, [](int) {
                   ::fork();
                   std::signal(SIGALRM, SIG_DFL);
                   ::alarm(300);
               });
               const auto parent = ::getpid();
               const itimerval soon{{0, 0}, {0, static_cast<suseconds_t>(delay.count() * 1000)}};
               ::setitimer(ITIMER_REAL, &soon, nullptr);
               weft::this_thread::sleep_for(200ms);
               if (::getpid() != parent)
                   ::_exit(is_right() ? 0 : 1);
               int status = -1;
               ::wait(&status);
               write_to(output, status == 0 ? "well" : "ill");
           }) == "well";
}

} // namespace support
