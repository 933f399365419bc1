// What is refused on one OS thread, by the error that POSIX names for it.
#include <cerrno>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include <doctest/doctest.h>

#include "joined.hpp"
#include "more_names.hpp" // the C library's
#include "priority.hpp"
#include "started.hpp"

using suite::joined;

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
    pthread_condattr_t condition;
    pthread_condattr_init(&condition);
    CHECK(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED) == ENOTSUP);
    pthread_rwlockattr_t rwlock;
    pthread_rwlockattr_init(&rwlock);
    CHECK(pthread_rwlockattr_setpshared(&rwlock, PTHREAD_PROCESS_SHARED) == ENOTSUP);
    pthread_barrierattr_t barrier;
    pthread_barrierattr_init(&barrier);
    CHECK(pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED) == ENOTSUP);
}

TEST_CASE("protocols of priorities and their ceilings are refused") {
    pthread_mutexattr_t mutex;
    pthread_mutexattr_init(&mutex);
    int ceiling = 0;
    CHECK(pthread_mutexattr_setprotocol(&mutex, PTHREAD_PRIO_INHERIT) == ENOTSUP);
    CHECK(pthread_mutexattr_setprotocol(&mutex, PTHREAD_PRIO_PROTECT) == ENOTSUP);
    CHECK(pthread_mutexattr_setprioceiling(&mutex, 1) == ENOTSUP);
    CHECK(pthread_mutexattr_getprioceiling(&mutex, &ceiling) == ENOTSUP);
}

TEST_CASE("policies of real time, and batches, are refused") {
    const sched_param lowest_of_real_time = suite::priority_of(1);
    const sched_param of_batches = suite::priority_of(0);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    for (const int policy : {SCHED_FIFO, SCHED_RR}) {
        CHECK(pthread_setschedparam(pthread_self(), policy, &lowest_of_real_time) == EPERM);
        CHECK(pthread_attr_setschedpolicy(&attributes, policy) == ENOTSUP);
    }
    CHECK(pthread_setschedparam(pthread_self(), SCHED_BATCH, &of_batches) == EPERM);
}

TEST_CASE("other defaults, and a thread's own clock, are refused") {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    clockid_t clock{};
    CHECK(pthread_setattr_default_np(&attributes) == ENOTSUP);
    CHECK(pthread_getcpuclockid(pthread_self(), &clock) == ENOENT);
}

TEST_CASE("a thread that has ended, or never was, is no thread") {
    const pthread_t thread = joined();
    CHECK(pthread_join(thread, nullptr) == ESRCH);
    CHECK(pthread_detach(thread) == ESRCH);
    CHECK(pthread_setname_np(thread, "gone") == ESRCH);
    CHECK(pthread_cancel(thread) == ESRCH);
}

TEST_CASE("nor is it one for joins until a time and for attributes") {
    const pthread_t thread = joined();
    const timespec hour = suite::in_an_hour();
    pthread_attr_t attributes;
    CHECK(pthread_tryjoin_np(thread, nullptr) == ESRCH);
    CHECK(pthread_timedjoin_np(thread, nullptr, &hour) == ESRCH);
    CHECK(pthread_clockjoin_np(thread, nullptr, CLOCK_MONOTONIC, &hour) == ESRCH);
    CHECK(pthread_getattr_np(thread, &attributes) == ESRCH);
}

TEST_CASE("nor is it one for what says how it is scheduled") {
    const pthread_t thread = joined();
    int policy = -1;
    sched_param priority{};
    clockid_t clock{};
    CHECK(pthread_getschedparam(thread, &policy, &priority) == ESRCH);
    CHECK(pthread_setschedparam(thread, SCHED_OTHER, &priority) == ESRCH);
    CHECK(pthread_setschedprio(thread, 0) == ESRCH);
    CHECK(pthread_getcpuclockid(thread, &clock) == ESRCH);
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
