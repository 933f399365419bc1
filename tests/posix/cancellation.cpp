// Cancellation: where a thread ends by it, where not, and what runs then.
#include <array>
#include <atomic>
#include <cerrno>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include <threads.h>

#include "cancellation_of_c.h"
#include "eventually.hpp"
#include "more_names.hpp" // the C library's
#include "points.hpp"
#include "started.hpp"

using suite::eventually;
using suite::in_an_hour;
using suite::is_a_point;
using suite::is_a_point_that_waits;
using suite::is_no_point;
using suite::let_run;
using suite::noted;
using suite::open_semaphore;
using suite::started;

TEST_CASE("a thread that waits for a condition is cancelled, and has the mutex in its handlers") {
    pthread_mutex_t guard = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    struct unlocks {
        pthread_mutex_t& guard;
        std::atomic<int>& result;
        ~unlocks() { result = pthread_mutex_unlock(&guard); }
    };
    const auto waits = [&](const char* name, auto call) {
        std::atomic<int> unlocked{-1};
        is_a_point_that_waits(name, [&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard, unlocked};
            for (;;)
                call();
        });
        CHECK(unlocked == 0);
        CHECK(pthread_mutex_trylock(&guard) == 0);
        CHECK(pthread_mutex_unlock(&guard) == 0);
    };
    const timespec hour = in_an_hour();
    const timespec hour_of_monotonic = in_an_hour(CLOCK_MONOTONIC);
    waits("pthread_cond_wait", [&] { pthread_cond_wait(&never, &guard); });
    waits("pthread_cond_timedwait", [&] { pthread_cond_timedwait(&never, &guard, &hour); });
    waits("pthread_cond_clockwait",
          [&] { pthread_cond_clockwait(&never, &guard, CLOCK_MONOTONIC, &hour_of_monotonic); });
    CHECK(pthread_cond_destroy(&never) == 0);
}

TEST_CASE("a thread that was cancelled takes the mutex only when it is free") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    open_semaphore ready;
    std::atomic<bool> left{false};
    struct unlocks {
        pthread_mutex_t& guard;
        std::atomic<bool>& left;
        ~unlocks() {
            left = true;
            pthread_mutex_unlock(&guard);
        }
    };
    auto function = [&]() -> void* {
        pthread_mutex_lock(&guard);
        const unlocks held{guard, left};
        sem_post(&ready.itself);
        for (;;)
            pthread_cond_wait(&never, &guard);
    };
    started thread(function);
    sem_wait(&ready.itself);
    pthread_mutex_lock(&guard);
    CHECK(pthread_cancel(thread.id) == 0);
    let_run();
    CHECK(!left);
    pthread_mutex_unlock(&guard);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
}

TEST_CASE("a signal to a condition does not go to one that is cancelled at that time") {
    for (int round = 0; round < 20; ++round) {
        pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
        int waiting = 0;
        int tickets = 0;
        struct unlocks {
            pthread_mutex_t& guard;
            ~unlocks() { pthread_mutex_unlock(&guard); }
        };
        auto takes = [&]() -> void* {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            ++waiting;
            while (tickets == 0)
                pthread_cond_wait(&changed, &guard);
            --tickets;
            return nullptr;
        };
        started one(takes);
        started two(takes);
        CHECK(eventually([&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            return waiting == 2;
        }));
        pthread_mutex_lock(&guard);
        CHECK(pthread_cancel(one.id) == 0);
        tickets = 1;
        pthread_cond_signal(&changed);
        pthread_mutex_unlock(&guard);
        CHECK(eventually([&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            return tickets == 0;
        }));
        pthread_mutex_lock(&guard);
        tickets = 1; // for the other, if the first came before its cancellation
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&guard);
        CHECK(two.join() == nullptr);
    }
}

TEST_CASE("a thread that waits for a semaphore is cancelled, and takes nothing from it") {
    open_semaphore tested;
    const timespec hour = in_an_hour();
    const timespec hour_of_monotonic = in_an_hour(CLOCK_MONOTONIC);
    is_a_point_that_waits("sem_wait", [&] { sem_wait(&tested.itself); });
    is_a_point_that_waits("sem_timedwait", [&] { sem_timedwait(&tested.itself, &hour); });
    is_a_point_that_waits("sem_clockwait", [&] {
        sem_clockwait(&tested.itself, CLOCK_MONOTONIC, &hour_of_monotonic);
    });
    CHECK(sem_post(&tested.itself) == 0);
    // It need not wait to be one.
    is_a_point("sem_wait of 1", [&] { sem_wait(&tested.itself); });
    int count = -1;
    CHECK(sem_getvalue(&tested.itself, &count) == 0);
    CHECK(count == 1);
}

TEST_CASE("a thread that joins another is cancelled, and the other can still be joined") {
    open_semaphore ends;
    auto waits = [&]() -> void* {
        sem_wait(&ends.itself);
        return &ends;
    };
    started joined(waits);
    is_a_point_that_waits("pthread_join", [&] { pthread_join(joined.id, nullptr); });
    sem_post(&ends.itself);
    CHECK(joined.join() == &ends);
}

TEST_CASE("a thread that sleeps is cancelled") {
    const timespec hour{3600, 0};
    is_a_point_that_waits("nanosleep", [&] { nanosleep(&hour, nullptr); });
    is_a_point_that_waits("clock_nanosleep",
                          [&] { clock_nanosleep(CLOCK_MONOTONIC, 0, &hour, nullptr); });
    is_a_point_that_waits("sleep", [] { sleep(3600); }); // NOLINT(concurrency-mt-unsafe)
    is_a_point_that_waits("usleep", [] { usleep(900'000'000); });
    is_a_point_that_waits("thrd_sleep", [&] { thrd_sleep(&hour, nullptr); });
}

TEST_CASE("locks, barriers, wake-ups and giving way are no points") {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_spinlock_t spin{};
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 1);
    open_semaphore semaphore;
    is_no_point("mutex", [&] {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
        if (pthread_mutex_trylock(&mutex) != 0)
            return;
        pthread_mutex_unlock(&mutex);
    });
    is_no_point("condition", [&] {
        pthread_cond_signal(&condition);
        pthread_cond_broadcast(&condition);
    });
    is_no_point("semaphore", [&] {
        sem_post(&semaphore.itself);
        sem_trywait(&semaphore.itself);
    });
    is_no_point("spin lock", [&] {
        pthread_spin_lock(&spin);
        pthread_spin_unlock(&spin);
    });
    is_no_point("barrier", [&] { pthread_barrier_wait(&barrier); });
    is_no_point("sched_yield", [] { sched_yield(); });
    is_no_point("thread", [] {
        pthread_t other{};
        pthread_create(
            &other, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
        pthread_detach(other);
    });
    pthread_spin_destroy(&spin);
    pthread_barrier_destroy(&barrier);
}

TEST_CASE("a thread that waits for a mutex or at a barrier is not cancelled there") {
    const auto goes_on = [](auto waits, auto ends_it) {
        std::atomic<bool> went_on{false};
        auto function = [&]() -> void* {
            waits();
            went_on = true;
            pthread_testcancel();
            return nullptr;
        };
        started thread(function);
        let_run();
        CHECK(pthread_cancel(thread.id) == 0);
        let_run();
        CHECK(!went_on);
        ends_it();
        CHECK(thread.join() == PTHREAD_CANCELED);
        CHECK(went_on);
    };
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    goes_on(
        [&] {
            pthread_mutex_lock(&mutex);
            pthread_mutex_unlock(&mutex);
        },
        [&] { pthread_mutex_unlock(&mutex); });
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    goes_on([&] { pthread_barrier_wait(&barrier); }, [&] { pthread_barrier_wait(&barrier); });
    pthread_barrier_destroy(&barrier);
}

TEST_CASE("a request is kept while the state is disabled, and ends the thread at a later point") {
    open_semaphore begins;
    std::atomic<int> reached{0};
    auto function = [&]() -> void* {
        int old = -1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
        CHECK(old == PTHREAD_CANCEL_ENABLE);
        while (sem_wait(&begins.itself) != 0) {
        }
        pthread_testcancel();
        const timespec time{0, 1'000'000};
        CHECK(nanosleep(&time, nullptr) == 0);
        reached = 1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0);
        CHECK(old == PTHREAD_CANCEL_DISABLE);
        reached = 2; // setting it is no point
        pthread_testcancel();
        reached = 3;
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    let_run();
    CHECK(reached == 0);
    sem_post(&begins.itself);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(reached == 2);
}

TEST_CASE("a thread that never enables it ends as it says, whatever was asked for") {
    auto function = []() -> void* {
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
        pthread_cancel(pthread_self());
        pthread_testcancel();
        static int result = 0;
        return &result;
    };
    started thread(function);
    CHECK(thread.join() != PTHREAD_CANCELED);
}

TEST_CASE("a new thread can be cancelled, deferred, whatever its starter has set") {
    int before = -1;
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before) == 0);
    auto function = []() -> void* {
        int state = -1;
        int type = -1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state) == 0);
        CHECK(state == PTHREAD_CANCEL_ENABLE);
        CHECK(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type) == 0);
        CHECK(type == PTHREAD_CANCEL_DEFERRED);
        return nullptr;
    };
    started(function).join();
    CHECK(pthread_setcancelstate(before, nullptr) == 0);
    CHECK(pthread_setcancelstate(77, nullptr) == EINVAL);
    CHECK(pthread_setcanceltype(77, nullptr) == EINVAL);
}

TEST_CASE("a thread that is cancelled before it has begun runs until its first point") {
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> begun{false};
        std::atomic<bool> went_on{false};
        auto function = [&]() -> void* {
            begun = true;
            sleep(3600); // NOLINT(concurrency-mt-unsafe)
            went_on = true;
            return nullptr;
        };
        started thread(function);
        CHECK(pthread_cancel(thread.id) == 0);
        CHECK(thread.join() == PTHREAD_CANCELED);
        CHECK(begun);
        CHECK(!went_on);
    }
}

TEST_CASE("a thread without a request goes on after pthread_testcancel") {
    auto function = []() -> void* {
        static int result = 0;
        pthread_testcancel();
        return &result;
    };
    CHECK(started(function).join() != PTHREAD_CANCELED);
}

TEST_CASE("a thread that has ended by itself is not cancelled any more") {
    static int result = 0;
    std::atomic<bool> ends{false};
    auto function = [&]() -> void* {
        ends = true;
        return &result;
    };
    started thread(function);
    CHECK(eventually([&] { return ends.load(); }));
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == &result);
}

TEST_CASE("a handler that catches all sees a cancellation pass, and has to let it") {
    std::atomic<bool> caught{false};
    std::atomic<bool> as_exception{false};
    auto function = [&]() -> void* {
        try {
            sleep(3600); // NOLINT(concurrency-mt-unsafe)
        } catch (const std::exception&) {
            as_exception = true;
        } catch (...) {
            caught = true;
            throw;
        }
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(caught);
    CHECK(!as_exception);
}

TEST_CASE("handlers and keys' destructors may call what is a point, and are not cancelled again") {
    static std::atomic<int> went_on{0};
    went_on = 0;
    const auto sleeps = [] {
        const timespec time{0, 1'000'000};
        pthread_testcancel();
        if (nanosleep(&time, nullptr) == 0)
            ++went_on;
    };
    struct sleeping {
        decltype(sleeps)& does;
        ~sleeping() { does(); }
    };
    static const auto destroys = sleeps;
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, [](void*) { destroys(); }) == 0);
    auto function = [&]() -> void* {
        pthread_setspecific(key, &key);
        const sleeping scope{sleeps};
        sleep(3600); // NOLINT(concurrency-mt-unsafe)
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(went_on == 2);
    auto exits = [&]() -> void* {
        pthread_setspecific(key, &key);
        const sleeping scope{sleeps};
        pthread_cancel(pthread_self());
        pthread_exit(&key);
    };
    CHECK(started(exits).join() == &key);
    CHECK(went_on == 4);
    CHECK(pthread_key_delete(key) == 0);
}

TEST_CASE("a detached thread is cancelled, and its handlers run") {
    std::atomic<bool> left{false};
    static std::atomic<bool>* to_note = nullptr;
    to_note = &left;
    pthread_t id{};
    REQUIRE(pthread_create(
                &id, nullptr,
                [](void*) -> void* {
                    const noted scope{*to_note};
                    for (;;)
                        sleep(3600); // NOLINT(concurrency-mt-unsafe)
                },
                nullptr) == 0);
    CHECK(pthread_detach(id) == 0);
    CHECK(pthread_cancel(id) == 0);
    CHECK(eventually([&] { return left.load(); }));
}

TEST_CASE("many threads are cancelled at a time") {
    auto waits = []() -> void* {
        for (;;)
            sleep(3600); // NOLINT(concurrency-mt-unsafe)
    };
    std::array<pthread_t, 50> ids{};
    for (pthread_t& id : ids)
        REQUIRE(pthread_create(
                    &id, nullptr,
                    [](void* given) -> void* { return (*static_cast<decltype(waits)*>(given))(); },
                    &waits) == 0);
    auto cancels = [&]() -> void* {
        for (const pthread_t id : ids)
            CHECK(pthread_cancel(id) == 0);
        return nullptr;
    };
    started(cancels).join();
    for (const pthread_t id : ids) {
        void* result = nullptr;
        CHECK(pthread_join(id, &result) == 0);
        CHECK(result == PTHREAD_CANCELED);
    }
}

namespace {

struct thread_of_c {
    of_c own{};
    pthread_t id{};

    explicit thread_of_c(void* (*function)(void*)) {
        pthread_mutexattr_t checking;
        pthread_mutexattr_init(&checking);
        pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
        pthread_mutex_init(&own.guard, &checking);
        pthread_mutexattr_destroy(&checking);
        pthread_cond_init(&own.changed, nullptr);
        sem_init(&own.ready, 0, 0);
        own.unlocked = -1;
        REQUIRE(pthread_create(&id, nullptr, function, &own) == 0);
    }
    ~thread_of_c() {
        sem_destroy(&own.ready);
        pthread_cond_destroy(&own.changed);
        pthread_mutex_destroy(&own.guard);
    }
    thread_of_c(const thread_of_c&) = delete;
    thread_of_c& operator=(const thread_of_c&) = delete;

    /// When the thread has come to where it says that it is ready.
    void cancel() {
        sem_wait(&own.ready);
        let_run();
        CHECK(pthread_cancel(id) == 0);
    }

    /// Joins it, which was cancelled, with these handlers run.
    void ended(const std::string& handlers) {
        void* result = nullptr;
        CHECK(pthread_join(id, &result) == 0);
        CHECK(result == PTHREAD_CANCELED);
        CHECK(own.went_on == 0);
        CHECK(own.ran == handlers);
    }
};

} // namespace

TEST_CASE("handlers of C's run, and have the mutex of the condition") {
    thread_of_c waits(waits_with_handlers);
    waits.cancel();
    waits.ended("io");
    CHECK(waits.own.unlocked == 0);
    thread_of_c tests(tests_inside_a_call);
    tests.ended("oo");
}

TEST_CASE("a thread of the asynchronous type is cancelled where it gives way, and where it waits") {
    thread_of_c gives_way(gives_way_for_ever);
    thread_of_c sleeps(sleeps_for_ever);
    gives_way.cancel();
    gives_way.ended("o");
    sleeps.cancel();
    sleeps.ended("o");
}

TEST_CASE(
    "a thread of the asynchronous type cancels itself at once, also by what was asked before") {
    thread_of_c itself(cancels_itself);
    itself.ended("o");
    thread_of_c late_type(sets_the_type_too_late);
    late_type.ended("-o");
    thread_of_c late_state(enables_too_late);
    late_state.ended("-o");
}
