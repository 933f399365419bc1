// On which processors a thread runs.
#include <cerrno>
#include <pthread.h>
#include <sched.h>

#include <doctest/doctest.h>

TEST_CASE("the processors of a thread, and of attributes that name none, have that where it runs") {
    pthread_attr_t given;
    REQUIRE(pthread_attr_init(&given) == 0);
    cpu_set_t of_thread;
    cpu_set_t of_attributes;
    CPU_ZERO(&of_thread);
    CPU_ZERO(&of_attributes);
    CHECK(pthread_getaffinity_np(pthread_self(), sizeof of_thread, &of_thread) == 0);
    CHECK(CPU_ISSET(sched_getcpu(), &of_thread));
    CHECK(pthread_attr_getaffinity_np(&given, sizeof of_attributes, &of_attributes) == 0);
    CHECK(CPU_ISSET(sched_getcpu(), &of_attributes));
    CHECK(pthread_attr_destroy(&given) == 0);
}

TEST_CASE("the processors of a thread are not told where there is no room for them") {
    cpu_set_t set;
    CHECK(pthread_getaffinity_np(pthread_self(), 1, &set) == EINVAL);
}
