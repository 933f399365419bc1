// Asking the system again and again.
#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "loops.hpp"

using suite::does_not_keep_others_from_running;

TEST_CASE("a loop that asks descriptors and children without waiting ends when another says so") {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_NONBLOCK) == 0);
    const pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    REQUIRE(child > 0);
    char got = 0;
    does_not_keep_others_from_running("read", [&] { CHECK(read(ends[0], &got, 1) == -1); });
    pollfd polled{ends[0], POLLIN, 0};
    does_not_keep_others_from_running("poll", [&] { CHECK(poll(&polled, 1, 0) == 0); });
    does_not_keep_others_from_running("waitpid",
                                      [&] { CHECK(waitpid(child, nullptr, WNOHANG) == 0); });
    does_not_keep_others_from_running("nanosleep", [] {
        const timespec none{};
        CHECK(nanosleep(&none, nullptr) == 0);
    });
    does_not_keep_others_from_running("pthread_kill", [] { pthread_kill(pthread_self(), 0); });
    does_not_keep_others_from_running("sched_yield", [] { CHECK(sched_yield() == 0); });
    kill(child, SIGKILL);
    CHECK(waitpid(child, nullptr, 0) == child);
    close(ends[0]);
    close(ends[1]);
}
