// Sets of signals, and the running thread's.
#pragma once

#include <csignal>
#include <initializer_list>

#include <doctest/doctest.h>

namespace suite {

inline sigset_t set_of(std::initializer_list<int> numbers) {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : numbers)
        sigaddset(&set, number);
    return set;
}

inline bool is_blocked(int number) {
    sigset_t set;
    CHECK(pthread_sigmask(SIG_BLOCK, nullptr, &set) == 0);
    return sigismember(&set, number) == 1;
}

inline bool is_pending(int number) {
    sigset_t set;
    CHECK(sigpending(&set) == 0);
    return sigismember(&set, number) == 1;
}

} // namespace suite
