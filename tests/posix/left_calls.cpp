// Calls of C's that wait, left in the midst: by cancellation, and by handlers of signals.
#include "left_calls.h"

#include <csignal>

#include <doctest/doctest.h>

#include "eventually.hpp"

namespace {

/// The thread, and what it waits for, which this one has.
class leaving {
  public:
    explicit leaving(const call_to_leave* call, void* (*function)(void*) = makes_the_call) {
        own.call = call;
        pthread_mutexattr_t checked;
        pthread_mutexattr_init(&checked);
        pthread_mutexattr_settype(&checked, PTHREAD_MUTEX_ERRORCHECK);
        pthread_mutex_init(&own.all.guard, &checked);
        mtx_init(&own.all.guard_of_c, mtx_plain);
        pthread_rwlock_init(&own.all.shared, nullptr);
        pthread_spin_init(&own.all.spun, PTHREAD_PROCESS_PRIVATE);
        pthread_barrier_init(&own.all.barrier, nullptr, 2);
        pthread_cond_init(&own.all.changed, nullptr);
        sem_init(&own.all.none, 0, 0);
        sem_init(&own.ready, 0, 0);
        if (call != nullptr) {
            pthread_mutex_lock(&own.all.guard);
            mtx_lock(&own.all.guard_of_c);
            pthread_rwlock_wrlock(&own.all.shared);
            pthread_spin_lock(&own.all.spun);
        }
        REQUIRE(pthread_create(&id, nullptr, function, &own) == 0);
        sem_wait(&own.ready);
        suite::let_run();
    }
    leaving(const leaving&) = delete;
    leaving& operator=(const leaving&) = delete;

    void* join() {
        void* result = nullptr;
        CHECK(pthread_join(id, &result) == 0);
        if (own.call != nullptr && own.call->sends != 0)
            CHECK(pthread_join(own.all.made, nullptr) == 0);
        return result;
    }

    /// After it was left. What waited is not counted by the C library any more.
    void can_be_had() {
        CHECK(pthread_mutex_unlock(&own.all.guard) == 0);
        CHECK(pthread_mutex_lock(&own.all.guard) == 0);
        CHECK(mtx_unlock(&own.all.guard_of_c) == thrd_success);
        CHECK(mtx_lock(&own.all.guard_of_c) == thrd_success);
    }

    left_call own{};
    pthread_t id{};
};

/// Has its signal handled, for a scope.
class handled {
  public:
    explicit handled(void (*by)(int)) {
        struct sigaction wanted {};
        wanted.sa_handler = by;
        sigaction(SIGUSR1, &wanted, &before_);
    }
    ~handled() { sigaction(SIGUSR1, &before_, nullptr); }
    handled(const handled&) = delete;
    handled& operator=(const handled&) = delete;

  private:
    struct sigaction before_ {};
};

} // namespace

TEST_CASE("a call that waits is left by an asynchronous cancellation") {
    for (unsigned i = 0; i < count_of_calls_to_leave; ++i) {
        if (calls_to_leave[i].sends != 0)
            continue;
        INFO(calls_to_leave[i].name);
        leaving thread(&calls_to_leave[i]);
        CHECK(pthread_cancel(thread.id) == 0);
        CHECK(thread.join() == PTHREAD_CANCELED);
        CHECK(thread.own.ran == 1);
        thread.can_be_had();
    }
}

TEST_CASE("a call that waits is left where a handler of a signal ends the thread") {
    const handled here(ends_the_thread);
    for (unsigned i = 0; i < count_of_calls_to_leave; ++i) {
        INFO(calls_to_leave[i].name);
        leaving thread(&calls_to_leave[i]);
        if (calls_to_leave[i].sends == 0)
            CHECK(pthread_kill(thread.id, SIGUSR1) == 0);
        CHECK(thread.join() == &thread.own);
        CHECK(thread.own.ran == 1);
        thread.can_be_had();
    }
}

TEST_CASE("a call that waits is left where a handler of a signal jumps away") {
    const handled here(jumps_away);
    for (unsigned i = 0; i < count_of_calls_to_leave; ++i) {
        INFO(calls_to_leave[i].name);
        leaving thread(&calls_to_leave[i]);
        if (calls_to_leave[i].sends == 0)
            CHECK(pthread_kill(thread.id, SIGUSR1) == 0);
        CHECK(thread.join() == nullptr);
        CHECK(thread.own.jumped == 1);
        thread.can_be_had();
    }
}

TEST_CASE("who is cancelled while it locks the mutex of a condition again has it in its handlers") {
    leaving thread(nullptr, locks_again);
    pthread_mutex_lock(&thread.own.all.guard);
    pthread_cond_signal(&thread.own.all.changed);
    suite::let_run();
    pthread_cancel(thread.id);
    suite::let_run();
    CHECK(thread.own.ran == 0);
    pthread_mutex_unlock(&thread.own.all.guard);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(thread.own.ran == 1);
}
