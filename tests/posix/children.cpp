// Children are waited for while others run.
#include <cerrno>
#include <csignal>
#include <sys/ptrace.h>
#include <sys/resource.h>
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
    rusage used{};
    child = starts(10);
    while_one_waits([&] { CHECK(wait3(&status, 0, &used) == child); }, lets_end);
    CHECK(WEXITSTATUS(status) == 10);
    CHECK(used.ru_maxrss > 0);
    used = {};
    child = starts(11);
    while_one_waits([&] { CHECK(wait4(child, &status, 0, &used) == child); }, lets_end);
    CHECK(WEXITSTATUS(status) == 11);
    CHECK(used.ru_maxrss > 0);
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

TEST_CASE("a child is still there for who waits after waitid with WNOWAIT") {
    const pid_t child = fork();
    if (child == 0)
        _exit(3);
    REQUIRE(child > 0);
    siginfo_t found{};
    CHECK(waitid(P_PID, static_cast<id_t>(child), &found, WEXITED | WNOWAIT) == 0);
    CHECK(found.si_signo == SIGCHLD);
    CHECK(found.si_code == CLD_EXITED);
    CHECK(found.si_status == 3);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 3);
}

TEST_CASE("waitid tells that no child has ended, where it must not wait") {
    const pipe_pair ends_child;
    const pid_t child = fork();
    char got = 0;
    if (child == 0)
        _exit(read(ends_child.out, &got, 1) == 1 ? 0 : 1);
    REQUIRE(child > 0);
    siginfo_t found{};
    found.si_pid = 1;
    CHECK(waitid(P_PID, static_cast<id_t>(child), &found, WEXITED | WNOHANG) == 0);
    CHECK(found.si_pid == 0);
    CHECK(write(ends_child.in, "x", 1) == 1);
    CHECK(waitid(P_PID, static_cast<id_t>(child), nullptr, WEXITED) == 0);
}

TEST_CASE("children that there are not are not waited for, also where there are other threads") {
    const auto refuses = [] {
        int status = 0;
        siginfo_t found{};
        CHECK(wait(&status) == -1);
        CHECK(errno == ECHILD);
        CHECK(wait3(&status, 0, nullptr) == -1);
        CHECK(errno == ECHILD);
        CHECK(wait4(getpid(), &status, 0, nullptr) == -1);
        CHECK(errno == ECHILD);
        CHECK(waitid(P_ALL, 0, &found, WEXITED) == -1);
        CHECK(errno == ECHILD);
        CHECK(waitpid(-1, &status, -1) == -1);
        CHECK(errno == EINVAL);
        CHECK(waitid(P_ALL, 0, &found, 0) == -1);
        CHECK(errno == EINVAL);
    };
    refuses();
    const pipe_pair waits;
    char got = 0;
    while_one_waits([&] { CHECK(read(waits.out, &got, 1) == 1); },
                    [&] {
                        refuses();
                        CHECK(write(waits.in, "x", 1) == 1);
                    });
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
