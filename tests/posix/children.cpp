// Children are waited for while others run.
#include <cerrno>
#include <csignal>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "going_on.hpp"

using suite::pipe_pair;
using suite::while_one_waits;

TEST_CASE("a thread that waits for a child lets the others run, which let the child end") {
    pipe_pair ends_child;
    const auto starts = [&](int result) {
        const pid_t child = fork();
        if (child == 0) {
            char got = 0;
            _exit(read(ends_child.out, &got, 1) == 1 ? result : 1);
        }
        REQUIRE(child > 0);
        return child;
    };
    const auto lets_end = [&] { CHECK(write(ends_child.in, "x", 1) == 1); };
    int status = 0;
    pid_t child = starts(7);
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    while_one_waits([&] { CHECK(waitpid(child, &status, 0) == child); }, lets_end);
    CHECK(WEXITSTATUS(status) == 7);
    child = starts(8);
    while_one_waits([&] { CHECK(wait(&status) == child); }, lets_end);
    CHECK(WEXITSTATUS(status) == 8);
    child = starts(9);
    siginfo_t information{};
    while_one_waits(
        [&] { CHECK(waitid(P_PID, static_cast<id_t>(child), &information, WEXITED) == 0); },
        lets_end);
    CHECK(information.si_pid == child);
    CHECK(information.si_status == 9);
    CHECK(waitpid(child, &status, 0) == -1);
    CHECK(errno == ECHILD);
}

TEST_CASE("a thread that waits for a child is told that it is stopped where it is traced") {
    const pipe_pair stops_child;
    const pid_t child = fork();
    if (child == 0) {
        char got = 0;
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0 && read(stops_child.out, &got, 1) == 1)
            raise(SIGSTOP);
        _exit(1);
    }
    REQUIRE(child > 0);
    int status = 0;
    while_one_waits([&] { CHECK(waitpid(child, &status, 0) == child); },
                    [&] { CHECK(write(stops_child.in, "x", 1) == 1); });
    REQUIRE(WIFSTOPPED(status));
    CHECK(WSTOPSIG(status) == SIGSTOP);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
}

TEST_CASE("two threads wait for a child each") {
    pipe_pair ends_one;
    pipe_pair ends_two;
    const auto starts = [](const pipe_pair& ends) {
        const pid_t child = fork();
        if (child == 0) {
            char got = 0;
            _exit(read(ends.out, &got, 1) == 1 ? 0 : 1);
        }
        REQUIRE(child > 0);
        return child;
    };
    const pid_t one = starts(ends_one);
    const pid_t two = starts(ends_two);
    while_one_waits([&] { CHECK(waitpid(one, nullptr, 0) == one); },
                    [&] {
                        while_one_waits([&] { CHECK(waitpid(two, nullptr, 0) == two); },
                                        [&] { CHECK(write(ends_two.in, "x", 1) == 1); });
                        CHECK(write(ends_one.in, "x", 1) == 1);
                    });
}
