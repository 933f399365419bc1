// What is refused on one OS thread, by the error that POSIX names for it.
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <semaphore.h>

#include <doctest/doctest.h>

#include "started.hpp"

TEST_CASE("what several processes would share is refused") {
    sem_t semaphore;
    CHECK(sem_init(&semaphore, 1, 0) == -1);
    CHECK(errno == ENOSYS);
    CHECK(sem_open("/named", 0) == SEM_FAILED);
    CHECK(errno == ENOSYS);
    pthread_mutexattr_t mutex;
    pthread_mutexattr_init(&mutex);
    CHECK(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED) == ENOTSUP);
    CHECK(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_PRIVATE) == 0);
    CHECK(pthread_mutexattr_setrobust(&mutex, PTHREAD_MUTEX_ROBUST) == ENOTSUP);
    CHECK(pthread_mutexattr_setprotocol(&mutex, PTHREAD_PRIO_INHERIT) == ENOTSUP);
}

namespace {

/// One that there was.
pthread_t joined() {
    auto nothing = []() -> void* { return nullptr; };
    suite::started thread(nothing);
    thread.join();
    return thread.id;
}

} // namespace

TEST_CASE("a thread that has ended, or never was, is no thread") {
    const pthread_t thread = joined();
    CHECK(pthread_join(thread, nullptr) == ESRCH);
    CHECK(pthread_detach(thread) == ESRCH);
    CHECK(pthread_setname_np(thread, "gone") == ESRCH);
    CHECK(pthread_kill(thread, 0) == ESRCH);
    CHECK(pthread_cancel(thread) == ESRCH);
}

TEST_CASE("nor is it one for joins until a time, for attributes and for queued signals") {
    const pthread_t thread = joined();
    const timespec hour = suite::in_an_hour();
    pthread_attr_t attributes;
    CHECK(pthread_tryjoin_np(thread, nullptr) == ESRCH);
    CHECK(pthread_timedjoin_np(thread, nullptr, &hour) == ESRCH);
    CHECK(pthread_clockjoin_np(thread, nullptr, CLOCK_MONOTONIC, &hour) == ESRCH);
    CHECK(pthread_getattr_np(thread, &attributes) == ESRCH);
    CHECK(pthread_sigqueue(thread, 0, sigval{}) == ESRCH);
}

TEST_CASE("a join until what is no time is refused") {
    pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&ends);
    auto waits = [&]() -> void* {
        pthread_mutex_lock(&ends);
        pthread_mutex_unlock(&ends);
        return nullptr;
    };
    suite::started thread(waits);
    CHECK(pthread_timedjoin_np(thread.id, nullptr, &suite::invalid) == EINVAL);
    pthread_mutex_unlock(&ends);
}
