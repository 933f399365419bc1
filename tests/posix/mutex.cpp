// Mutexes of each kind, and spin locks.
#include <cerrno>
#include <pthread.h>

#include <doctest/doctest.h>

#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::elsewhere;
using suite::in_an_hour;
using suite::invalid;
using suite::long_past;

namespace {

class mutex_of_kind {
  public:
    explicit mutex_of_kind(int kind) {
        pthread_mutexattr_t attributes;
        CHECK(pthread_mutexattr_init(&attributes) == 0);
        CHECK(pthread_mutexattr_settype(&attributes, kind) == 0);
        int had = -1;
        CHECK(pthread_mutexattr_gettype(&attributes, &had) == 0);
        CHECK(had == kind);
        CHECK(pthread_mutex_init(&mutex, &attributes) == 0);
        CHECK(pthread_mutexattr_destroy(&attributes) == 0);
    }
    ~mutex_of_kind() { CHECK(pthread_mutex_destroy(&mutex) == 0); }
    mutex_of_kind(const mutex_of_kind&) = delete;
    mutex_of_kind& operator=(const mutex_of_kind&) = delete;

    pthread_mutex_t mutex;
};

} // namespace

TEST_CASE("one thread has a mutex at a time") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    CHECK(pthread_mutex_lock(&tested) == 0);
    CHECK(elsewhere([&] { return pthread_mutex_trylock(&tested); }) == EBUSY);
    CHECK(pthread_mutex_trylock(&tested) == EBUSY);
    CHECK(pthread_mutex_unlock(&tested) == 0);
    CHECK(elsewhere([&] {
              const int got = pthread_mutex_trylock(&tested);
              pthread_mutex_unlock(&tested);
              return got;
          }) == 0);
}

TEST_CASE("an error-checking mutex refuses who has it, and who has not") {
    mutex_of_kind tested(PTHREAD_MUTEX_ERRORCHECK);
    CHECK(pthread_mutex_unlock(&tested.mutex) == EPERM);
    CHECK(pthread_mutex_lock(&tested.mutex) == 0);
    CHECK(pthread_mutex_lock(&tested.mutex) == EDEADLK);
    CHECK(elsewhere([&] { return pthread_mutex_unlock(&tested.mutex); }) == EPERM);
    CHECK(pthread_mutex_unlock(&tested.mutex) == 0);
}

TEST_CASE("a recursive mutex is unlocked as often as it was locked") {
    mutex_of_kind tested(PTHREAD_MUTEX_RECURSIVE);
    CHECK(pthread_mutex_lock(&tested.mutex) == 0);
    CHECK(pthread_mutex_lock(&tested.mutex) == 0);
    CHECK(pthread_mutex_trylock(&tested.mutex) == 0);
    CHECK(pthread_mutex_unlock(&tested.mutex) == 0);
    CHECK(pthread_mutex_unlock(&tested.mutex) == 0);
    CHECK(elsewhere([&] { return pthread_mutex_trylock(&tested.mutex); }) == EBUSY);
    CHECK(pthread_mutex_unlock(&tested.mutex) == 0);
    CHECK(pthread_mutex_unlock(&tested.mutex) == EPERM);
}

TEST_CASE("static initialisers are of the kind that they name") {
    pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    CHECK(pthread_mutex_lock(&recursive) == 0);
    CHECK(pthread_mutex_lock(&recursive) == 0);
    CHECK(pthread_mutex_unlock(&recursive) == 0);
    CHECK(pthread_mutex_unlock(&recursive) == 0);
    pthread_mutex_t checks = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    CHECK(pthread_mutex_unlock(&checks) == EPERM);
}

TEST_CASE("a mutex that is held is not destroyed") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&tested);
    CHECK(pthread_mutex_destroy(&tested) == EBUSY);
    pthread_mutex_unlock(&tested);
    CHECK(pthread_mutex_destroy(&tested) == 0);
}

TEST_CASE("an unknown kind is refused") {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    CHECK(pthread_mutexattr_settype(&attributes, 99) == EINVAL);
}

TEST_CASE("a timed lock gives up when the time has come") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    const timespec later = in_an_hour();
    CHECK(pthread_mutex_timedlock(&tested, &later) == 0);
    CHECK(elsewhere([&] { return pthread_mutex_timedlock(&tested, &long_past); }) == ETIMEDOUT);
    CHECK(elsewhere([&] {
              return pthread_mutex_clocklock(&tested, CLOCK_MONOTONIC, &long_past);
          }) == ETIMEDOUT);
    CHECK(elsewhere([&] { return pthread_mutex_timedlock(&tested, &invalid); }) == EINVAL);
    CHECK(pthread_mutex_unlock(&tested) == 0);
    CHECK(pthread_mutex_timedlock(&tested, &invalid) == 0); // which needs no time
    CHECK(pthread_mutex_unlock(&tested) == 0);
}

TEST_CASE("who has a normal mutex, and locks it until a time, waits for that time") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    CHECK(pthread_mutex_lock(&tested) == 0);
    CHECK(pthread_mutex_timedlock(&tested, &long_past) == ETIMEDOUT);
    CHECK(pthread_mutex_clocklock(&tested, CLOCK_MONOTONIC, &long_past) == ETIMEDOUT);
    timespec soon{};
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += soon.tv_nsec < 990'000'000 ? 5'000'000 : 0;
    CHECK(pthread_mutex_timedlock(&tested, &soon) == ETIMEDOUT);
    CHECK(pthread_mutex_timedlock(&tested, &invalid) == EINVAL);
    CHECK(pthread_mutex_unlock(&tested) == 0);
    CHECK(pthread_mutex_destroy(&tested) == 0);
}

TEST_CASE("one thread has a spin lock at a time") {
    pthread_spinlock_t tested;
    CHECK(pthread_spin_init(&tested, PTHREAD_PROCESS_PRIVATE) == 0);
    CHECK(pthread_spin_lock(&tested) == 0);
    CHECK(elsewhere([&] { return pthread_spin_trylock(&tested); }) == EBUSY);
    CHECK(pthread_spin_unlock(&tested) == 0);
    CHECK(pthread_spin_trylock(&tested) == 0);
    CHECK(pthread_spin_unlock(&tested) == 0);
    CHECK(pthread_spin_destroy(&tested) == 0);
}
