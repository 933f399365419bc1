// Signals for threads that are none, and masks for those to come.
#include <cerrno>
#include <csignal>
#include <pthread.h>

#include <doctest/doctest.h>

#include "joined.hpp"

TEST_CASE("a thread that has ended gets no signal") {
    const pthread_t thread = suite::joined();
    CHECK(pthread_kill(thread, 0) == ESRCH);
    CHECK(pthread_sigqueue(thread, 0, sigval{}) == ESRCH);
}

TEST_CASE("masks of new threads are refused") {
    sigset_t signals;
    sigemptyset(&signals);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setsigmask_np(&attributes, &signals) == ENOTSUP);
}
