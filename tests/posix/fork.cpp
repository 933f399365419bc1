// A child of fork has the thread that called it.
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "started.hpp"

using suite::started;

namespace {

/// The exit status of a child that does this.
template <class F>
int status_of_child(F does) {
    const pid_t child = fork();
    if (child == 0)
        _exit(does());
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

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
