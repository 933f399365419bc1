// Condition variables, semaphores, barriers, once, keys and sleeping.
#include <cerrno>
#include <chrono>
#include <climits>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/time.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::in_an_hour;
using suite::invalid;
using suite::long_past;
using suite::started;

TEST_CASE("a condition wakes one that waits, and all") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    int waiting = 0;
    int tickets = 0;
    auto waits = [&]() -> void* {
        pthread_mutex_lock(&guard);
        ++waiting;
        while (tickets == 0)
            CHECK(pthread_cond_wait(&changed, &guard) == 0);
        --tickets;
        --waiting;
        pthread_mutex_unlock(&guard);
        return nullptr;
    };
    started one(waits);
    started two(waits);
    started three(waits);
    const auto give = [&](int count, int (*wake)(pthread_cond_t*)) {
        for (bool all = false; !all; sched_yield()) {
            pthread_mutex_lock(&guard);
            all = waiting >= count;
            pthread_mutex_unlock(&guard);
        }
        pthread_mutex_lock(&guard);
        tickets += count;
        CHECK(wake(&changed) == 0);
        pthread_mutex_unlock(&guard);
    };
    give(1, pthread_cond_signal);
    for (bool taken = false; !taken; sched_yield()) {
        pthread_mutex_lock(&guard);
        taken = tickets == 0;
        pthread_mutex_unlock(&guard);
    }
    give(2, pthread_cond_broadcast);
    one.join();
    two.join();
    three.join();
    CHECK(tickets == 0);
    CHECK(pthread_cond_destroy(&changed) == 0);
}

TEST_CASE("a timed wait gives up when the time has come, and has the mutex then") {
    pthread_mutex_t guard = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    pthread_mutex_lock(&guard);
    CHECK(pthread_cond_timedwait(&never, &guard, &long_past) == ETIMEDOUT);
    CHECK(pthread_cond_timedwait(&never, &guard, &invalid) == EINVAL);
    CHECK(pthread_cond_clockwait(&never, &guard, CLOCK_MONOTONIC, &long_past) == ETIMEDOUT);
    CHECK(pthread_mutex_unlock(&guard) == 0);
}

TEST_CASE("a condition waits by the clock that its attributes name") {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_PROCESS_CPUTIME_ID) == EINVAL);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    clockid_t clock = -1;
    CHECK(pthread_condattr_getclock(&attributes, &clock) == 0);
    CHECK(clock == CLOCK_MONOTONIC);
    pthread_cond_t never;
    CHECK(pthread_cond_init(&never, &attributes) == 0);
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&guard);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now); // which is long past by the other clock
    CHECK(pthread_cond_timedwait(&never, &guard, &now) == ETIMEDOUT);
    pthread_mutex_unlock(&guard);
    CHECK(pthread_cond_destroy(&never) == 0);
    CHECK(pthread_condattr_destroy(&attributes) == 0);
}

TEST_CASE("a semaphore counts, and who finds it at zero waits") {
    sem_t tested;
    CHECK(sem_init(&tested, 0, 1) == 0);
    int count = -1;
    CHECK(sem_getvalue(&tested, &count) == 0);
    CHECK(count == 1);
    CHECK(sem_wait(&tested) == 0);
    CHECK(sem_trywait(&tested) == -1);
    CHECK(errno == EAGAIN);
    CHECK(sem_timedwait(&tested, &long_past) == -1);
    CHECK(errno == ETIMEDOUT);
    CHECK(sem_timedwait(&tested, &invalid) == -1);
    CHECK(errno == EINVAL);
    auto posts = [&]() -> void* {
        CHECK(sem_post(&tested) == 0);
        return nullptr;
    };
    started thread(posts);
    CHECK(sem_wait(&tested) == 0);
    thread.join();
    CHECK(sem_destroy(&tested) == 0);
}

TEST_CASE("as many threads wait at a barrier as it was made for, and one is told so") {
    pthread_barrier_t tested;
    CHECK(pthread_barrier_init(&tested, nullptr, 0) == EINVAL);
    CHECK(pthread_barrier_init(&tested, nullptr, 3) == 0);
    int told = 0;
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    auto waits = [&]() -> void* {
        for (int phase = 0; phase < 10; ++phase) {
            const int got = pthread_barrier_wait(&tested);
            pthread_mutex_lock(&guard);
            told += got == PTHREAD_BARRIER_SERIAL_THREAD ? 1 : 0;
            pthread_mutex_unlock(&guard);
        }
        return nullptr;
    };
    {
        started one(waits);
        started two(waits);
        waits();
    }
    CHECK(told == 10);
    CHECK(pthread_barrier_destroy(&tested) == 0);
}

TEST_CASE("what is done once is done before any of the calls returns") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static int done = 0;
    auto calls = []() -> void* {
        CHECK(pthread_once(&once, [] {
                  sched_yield();
                  ++done;
              }) == 0);
        return done == 1 ? &done : nullptr;
    };
    started one(calls);
    started two(calls);
    CHECK(one.join() == &done);
    CHECK(two.join() == &done);
}

TEST_CASE("each thread has its own value for a key, which is destroyed when it ends") {
    static int destroyed = 0;
    destroyed = 0;
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, [](void* value) { destroyed += *static_cast<int*>(value); }) ==
            0);
    int here = 1;
    int there = 10;
    CHECK(pthread_setspecific(key, &here) == 0);
    auto sets = [&]() -> void* {
        CHECK(pthread_getspecific(key) == nullptr);
        CHECK(pthread_setspecific(key, &there) == 0);
        sched_yield();
        return pthread_getspecific(key);
    };
    started thread(sets);
    CHECK(thread.join() == &there);
    CHECK(pthread_getspecific(key) == &here);
    CHECK(destroyed == 10);
    CHECK(pthread_key_delete(key) == 0);
    CHECK(pthread_key_delete(key) == EINVAL);
    CHECK(pthread_setspecific(key, &here) == EINVAL);
}

TEST_CASE("a destructor that sets a value anew is called again, a few times") {
    static pthread_key_t key;
    static int calls = 0;
    REQUIRE(pthread_key_create(&key, [](void* value) {
                ++calls;
                pthread_setspecific(key, value);
            }) == 0);
    auto sets = []() -> void* {
        pthread_setspecific(key, &calls);
        return nullptr;
    };
    started(sets).join();
    CHECK(calls == PTHREAD_DESTRUCTOR_ITERATIONS);
    CHECK(pthread_key_delete(key) == 0);
}

TEST_CASE("a destructor sees the values of other keys, and not that which it destroys") {
    static pthread_key_t key;
    static pthread_key_t later;
    static pthread_key_t without;
    static void* seen[3];
    static int destroyed = 0;
    REQUIRE(pthread_key_create(&key, [](void*) {
                seen[0] = pthread_getspecific(key);
                seen[1] = pthread_getspecific(later);
                seen[2] = pthread_getspecific(without);
            }) == 0);
    REQUIRE(pthread_key_create(&later, [](void*) { ++destroyed; }) == 0);
    REQUIRE(pthread_key_create(&without, nullptr) == 0);
    auto sets = []() -> void* {
        pthread_setspecific(key, &key);
        pthread_setspecific(later, &later);
        pthread_setspecific(without, &without);
        return nullptr;
    };
    started(sets).join();
    CHECK(seen[0] == nullptr);
    CHECK(seen[1] == &later);
    CHECK(seen[2] == &without);
    CHECK(destroyed == 1);
    for (const pthread_key_t each : {key, later, without})
        CHECK(pthread_key_delete(each) == 0);
}

TEST_CASE("who sleeps lets the others go on, and sleeps as long as it said") {
    const auto begin = std::chrono::steady_clock::now();
    auto sleeps = []() -> void* {
        const timespec time{0, 20'000'000};
        CHECK(nanosleep(&time, nullptr) == 0);
        CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nullptr) == 0);
        CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &long_past, nullptr) == 0);
        CHECK(usleep(10'000) == 0);
        return nullptr;
    };
    started one(sleeps);
    started two(sleeps);
    one.join();
    two.join();
    CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(50));
    CHECK(nanosleep(&invalid, nullptr) == -1);
    CHECK(errno == EINVAL);
}

TEST_CASE("a lock that is waited for until a moment to come is had when it is free") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&tested);
    auto waits = [&]() -> void* {
        const timespec time = in_an_hour();
        CHECK(pthread_mutex_timedlock(&tested, &time) == 0);
        CHECK(pthread_mutex_unlock(&tested) == 0);
        return nullptr;
    };
    started thread(waits);
    sched_yield();
    pthread_mutex_unlock(&tested);
    thread.join();
}
