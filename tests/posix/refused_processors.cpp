// The processors on which a thread runs cannot be chosen.
#include <cerrno>
#include <pthread.h>
#include <sched.h>

#include <doctest/doctest.h>

#include "joined.hpp"

TEST_CASE("affinity is refused") {
    cpu_set_t processors;
    REQUIRE(pthread_getaffinity_np(pthread_self(), sizeof processors, &processors) == 0);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(pthread_setaffinity_np(pthread_self(), sizeof processors, &processors) == ENOTSUP);
    CHECK(pthread_attr_setaffinity_np(&attributes, sizeof processors, &processors) == ENOTSUP);
}

TEST_CASE("a thread that has ended has no affinity") {
    const pthread_t thread = suite::joined();
    cpu_set_t processors;
    CHECK(pthread_getaffinity_np(thread, sizeof processors, &processors) == ESRCH);
    CHECK(pthread_setaffinity_np(thread, sizeof processors, &processors) == ESRCH);
}
