// What locks are made with, where that is not their kind: processes that share them, robustness,
// and priorities. And semaphores by names.
#include <cerrno>
#include <initializer_list>
#include <pthread.h>
#include <semaphore.h>

#include <doctest/doctest.h>

namespace {

constexpr int no_value = 99;

/// By default, what they make is for one process; that can be set, and nothing that is no answer.
template <class Attributes>
void are_of_one_process(int (*make)(Attributes*), int (*destroy)(Attributes*),
                        int (*set)(Attributes*, int), int (*get)(const Attributes*, int*)) {
    Attributes tested;
    REQUIRE(make(&tested) == 0);
    for (const int refused : {no_value, -1}) {
        int told = -1;
        CHECK(get(&tested, &told) == 0);
        CHECK(told == PTHREAD_PROCESS_PRIVATE);
        CHECK(set(&tested, refused) == EINVAL);
        CHECK(set(&tested, PTHREAD_PROCESS_PRIVATE) == 0);
    }
    CHECK(destroy(&tested) == 0);
}

/// Attributes of mutexes while it lives.
struct attributes {
    pthread_mutexattr_t all{};
    attributes() { REQUIRE(pthread_mutexattr_init(&all) == 0); }
    ~attributes() { CHECK(pthread_mutexattr_destroy(&all) == 0); }
    attributes(const attributes&) = delete;
    attributes& operator=(const attributes&) = delete;
};

} // namespace

TEST_CASE("mutexes, conditions, read-write locks and barriers are of one process by default") {
    are_of_one_process(pthread_mutexattr_init, pthread_mutexattr_destroy,
                       pthread_mutexattr_setpshared, pthread_mutexattr_getpshared);
    are_of_one_process(pthread_condattr_init, pthread_condattr_destroy, pthread_condattr_setpshared,
                       pthread_condattr_getpshared);
    are_of_one_process(pthread_rwlockattr_init, pthread_rwlockattr_destroy,
                       pthread_rwlockattr_setpshared, pthread_rwlockattr_getpshared);
    are_of_one_process(pthread_barrierattr_init, pthread_barrierattr_destroy,
                       pthread_barrierattr_setpshared, pthread_barrierattr_getpshared);
}

TEST_CASE("a mutex is not robust by default, and that may be said") {
    attributes tested;
    int told = -1;
    CHECK(pthread_mutexattr_setrobust(&tested.all, no_value) == EINVAL);
    CHECK(pthread_mutexattr_getrobust(&tested.all, &told) == 0);
    CHECK(told == PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutexattr_setrobust(&tested.all, PTHREAD_MUTEX_STALLED) == 0);
}

TEST_CASE("a mutex that is not robust cannot be made consistent") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    CHECK(pthread_mutex_consistent(&tested) == EINVAL);
    CHECK(pthread_mutex_lock(&tested) == 0);
    CHECK(pthread_mutex_consistent(&tested) == EINVAL);
    CHECK(pthread_mutex_unlock(&tested) == 0);
}

TEST_CASE("a mutex has no protocol of priorities by default, and that may be said") {
    attributes tested;
    int told = -1;
    CHECK(pthread_mutexattr_setprotocol(&tested.all, no_value) == EINVAL);
    CHECK(pthread_mutexattr_getprotocol(&tested.all, &told) == 0);
    CHECK(told == PTHREAD_PRIO_NONE);
    CHECK(pthread_mutexattr_setprotocol(&tested.all, PTHREAD_PRIO_NONE) == 0);
}

TEST_CASE("a mutex without a protocol of priorities has no ceiling to tell or to set") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    int told = -1;
    CHECK(pthread_mutex_getprioceiling(&tested, &told) == EINVAL);
    CHECK(pthread_mutex_setprioceiling(&tested, 1, &told) == EINVAL);
    CHECK(pthread_mutex_trylock(&tested) == 0);
    CHECK(pthread_mutex_unlock(&tested) == 0);
}

TEST_CASE("a semaphore without a name cannot be closed, and a name that is none's not removed") {
    sem_t tested;
    REQUIRE(sem_init(&tested, 0, 1) == 0);
    errno = 0;
    CHECK(sem_close(&tested) == -1);
    CHECK(errno == EINVAL);
    CHECK(sem_trywait(&tested) == 0);
    CHECK(sem_destroy(&tested) == 0);
    CHECK(sem_unlink("/there_is_no_such_semaphore") == -1);
    CHECK(errno == ENOENT);
}
