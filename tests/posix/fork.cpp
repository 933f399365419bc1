// A child of fork has the thread that called it.
#include <atomic>
#include <cstdio>
#include <memory>
#include <pthread.h>
#include <semaphore.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "child.hpp"
#include "eventually.hpp"
#include "started.hpp"

using suite::started;
using suite::status_of_child;

TEST_CASE("what another thread was doing once, a child does anew") {
    static pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static std::atomic<int> calls = 0;
    pthread_mutex_lock(&ends);
    const auto does = [] {
        if (calls++ == 0) {
            pthread_mutex_lock(&ends);
            pthread_mutex_unlock(&ends);
        }
    };
    auto begins = [&]() -> void* {
        pthread_once(&once, does);
        return nullptr;
    };
    started left_behind(begins);
    CHECK(suite::eventually([] { return calls == 1; }));
    const auto does_anew = [&] {
        auto waits = [&]() -> void* {
            pthread_once(&once, does);
            return nullptr;
        };
        started other(waits);
        pthread_once(&once, does);
        other.join();
        return calls.load();
    };
    CHECK(status_of_child(does_anew) == 2);
    pthread_mutex_unlock(&ends);
    left_behind.join();
    CHECK(calls == 1);
}

TEST_CASE("what a thread does once, and forks in the midst of, its child goes on with") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static pid_t child = -1;
    static int calls = 0;
    auto forks = []() -> void* {
        pthread_once(&once, [] {
            ++calls;
            child = fork();
        });
        pthread_once(&once, [] { ++calls; });
        if (child == 0)
            _exit(calls);
        return nullptr;
    };
    started(forks).join();
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 1);
    CHECK(calls == 1);
}

TEST_CASE("a child starts threads of its own, whichever thread has called fork") {
    pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&ends);
    auto waits = [&]() -> void* {
        pthread_mutex_lock(&ends);
        pthread_mutex_unlock(&ends);
        return nullptr;
    };
    started left_behind(waits);
    const auto starts = [] {
        auto nothing = []() -> void* { return nullptr; };
        started thread(nothing);
        return thread.join() == nullptr ? 7 : 1;
    };
    CHECK(status_of_child(starts) == 7);
    int elsewhere = 0;
    auto forks = [&]() -> void* {
        elsewhere = status_of_child(starts);
        return nullptr;
    };
    started(forks).join();
    CHECK(elsewhere == 7);
    pthread_mutex_unlock(&ends);
}

TEST_CASE("streams that other threads hold are free in a child") {
    const std::unique_ptr<FILE, int (*)(FILE*)> tested(std::tmpfile(), std::fclose);
    REQUIRE(tested);
    sem_t is_held;
    sem_t ends;
    sem_init(&is_held, 0, 0);
    sem_init(&ends, 0, 0);
    auto holds = [&]() -> void* {
        flockfile(tested.get());
        sem_post(&is_held);
        sem_wait(&ends);
        funlockfile(tested.get());
        return nullptr;
    };
    started thread(holds);
    sem_wait(&is_held);
    CHECK(status_of_child([&] { return std::fputs("there", tested.get()) >= 0 ? 7 : 1; }) == 7);
    sem_post(&ends);
    thread.join();
    sem_destroy(&is_held);
    sem_destroy(&ends);
}
