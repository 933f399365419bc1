// Where a thread is cancelled, and where not.
#pragma once

#include <atomic>
#include <pthread.h>
#include <semaphore.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

// In a thread that is cancelled no CHECK may stand around what ends it: that would be caught there.

namespace suite {

/// Says that its scope was left.
struct noted {
    std::atomic<bool>& left;
    ~noted() { left = true; }
};

/// A request that comes before the call ends the thread in it.
template <class Call>
void is_a_point(const char* name, Call call) {
    INFO(name);
    std::atomic<bool> left{false};
    std::atomic<bool> went_on{false};
    auto function = [&]() -> void* {
        const noted scope{left};
        pthread_cancel(pthread_self());
        call();
        went_on = true;
        return nullptr;
    };
    started thread(function);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
    CHECK(!went_on);
}

/// So does one that comes while it waits.
template <class Call>
void is_a_point_that_waits(const char* name, Call call) {
    is_a_point(name, call);
    INFO(name);
    std::atomic<bool> left{false};
    std::atomic<bool> went_on{false};
    auto function = [&]() -> void* {
        const noted scope{left};
        call();
        went_on = true;
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(!left);
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
    CHECK(!went_on);
}

/// A thread goes on after this, though a request is pending, and ends by the next
/// pthread_testcancel.
template <class Call>
void is_no_point(const char* name, Call call) {
    INFO(name);
    std::atomic<bool> went_on{false};
    std::atomic<bool> went_too_far{false};
    auto function = [&]() -> void* {
        pthread_cancel(pthread_self());
        call();
        went_on = true;
        pthread_testcancel();
        went_too_far = true;
        return nullptr;
    };
    started thread(function);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(went_on);
    CHECK(!went_too_far);
}

struct open_semaphore {
    sem_t itself{};
    explicit open_semaphore(unsigned value = 0) { sem_init(&itself, 0, value); }
    ~open_semaphore() { sem_destroy(&itself); }
    open_semaphore(const open_semaphore&) = delete;
    open_semaphore& operator=(const open_semaphore&) = delete;
};

} // namespace suite
