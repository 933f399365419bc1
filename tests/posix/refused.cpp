// What is refused on one OS thread, by the error that POSIX names for it.
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <semaphore.h>

#include <doctest/doctest.h>

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

TEST_CASE("a thread that has ended, or never was, is no thread") {
    pthread_t thread{};
    REQUIRE(pthread_create(
                &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr) == 0);
    CHECK(pthread_join(thread, nullptr) == 0);
    CHECK(pthread_join(thread, nullptr) == ESRCH);
    CHECK(pthread_detach(thread) == ESRCH);
    CHECK(pthread_setname_np(thread, "gone") == ESRCH);
    CHECK(pthread_kill(thread, 0) == ESRCH);
    CHECK(pthread_cancel(thread) == ESRCH);
}
