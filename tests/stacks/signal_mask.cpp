// The signal mask, which is the OS thread's.
#include <csignal>

#include <signal.h>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::wait_for_threads;
using weft::start_new_thread;
using weft::this_thread::yield;

TEST_CASE("the signal mask is shared") {
    const auto is_blocked = [] {
        sigset_t mask;
        ::sigprocmask(SIG_BLOCK, nullptr, &mask);
        return ::sigismember(&mask, SIGUSR1) == 1;
    };
    const auto change = [](int how) {
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, SIGUSR1);
        ::sigprocmask(how, &one, nullptr);
    };
    bool seen_by_next = true;
    bool seen_after_wait = true;
    start_new_thread([&] {
        change(SIG_BLOCK);
        yield();
        seen_after_wait = is_blocked();
    });
    CHECK(is_blocked());
    change(SIG_UNBLOCK);
    wait_for_threads();
    start_new_thread([&] { seen_by_next = is_blocked(); });
    CHECK_FALSE(seen_after_wait);
    CHECK_FALSE(seen_by_next);
}
