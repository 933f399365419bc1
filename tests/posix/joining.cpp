// Joining until a time, what is done once though its thread ends, and loops that never wait.
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <new>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "loops.hpp"
#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::does_not_keep_others_from_running;
using suite::eventually;
using suite::in_an_hour;
using suite::let_run;
using suite::long_past;
using suite::started;

namespace {

/// A thread that waits until it is told to end, with a pointer to itself as the result. Not joined.
class waiting {
  public:
    waiting() {
        sem_init(&ends_, 0, 0);
        REQUIRE(pthread_create(
                    &id, nullptr,
                    [](void* given) -> void* {
                        auto* const own = static_cast<waiting*>(given);
                        sem_wait(&own->ends_);
                        own->ended = true;
                        return given;
                    },
                    this) == 0);
    }
    ~waiting() { sem_destroy(&ends_); }
    waiting(const waiting&) = delete;
    waiting& operator=(const waiting&) = delete;

    void end() { sem_post(&ends_); }

    pthread_t id{};
    std::atomic<bool> ended{false};

  private:
    sem_t ends_{};
};

} // namespace

TEST_CASE("a join until a time gives up when that has come, and the thread can be joined later") {
    waiting tested;
    void* result = nullptr;
    CHECK(pthread_timedjoin_np(tested.id, &result, &long_past) == ETIMEDOUT);
    timespec soon{};
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += soon.tv_nsec < 990'000'000 ? 5'000'000 : 0;
    CHECK(pthread_timedjoin_np(tested.id, &result, &soon) == ETIMEDOUT);
    CHECK(pthread_clockjoin_np(tested.id, &result, CLOCK_MONOTONIC, &long_past) == ETIMEDOUT);
    CHECK(pthread_tryjoin_np(tested.id, &result) == EBUSY);
    CHECK(result == nullptr);
    tested.end();
    const timespec hour = in_an_hour();
    CHECK(pthread_timedjoin_np(tested.id, &result, &hour) == 0);
    CHECK(result == &tested);
}

TEST_CASE("a join by the monotonic clock has the result when the thread ends") {
    waiting tested;
    tested.end();
    void* result = nullptr;
    const timespec hour = in_an_hour(CLOCK_MONOTONIC);
    CHECK(pthread_clockjoin_np(tested.id, &result, CLOCK_MONOTONIC, &hour) == 0);
    CHECK(result == &tested);
}

TEST_CASE("a thread that has ended is joined though the time is long past") {
    waiting tested;
    tested.end();
    void* result = nullptr;
    CHECK(eventually(
        [&] { return pthread_timedjoin_np(tested.id, &result, &long_past) != ETIMEDOUT; }));
    CHECK(result == &tested);
}

TEST_CASE("pthread_tryjoin_np has the result when the thread has ended") {
    waiting tested;
    tested.end();
    void* result = nullptr;
    CHECK(eventually([&] { return pthread_tryjoin_np(tested.id, &result) == 0; }));
    CHECK(result == &tested);
}

TEST_CASE("who tries to join a thread keeps nobody else from joining it") {
    waiting tested;
    sem_t joins;
    sem_init(&joins, 0, 0);
    auto joins_it = [&]() -> void* {
        sem_wait(&joins);
        CHECK(pthread_join(tested.id, nullptr) == 0);
        return nullptr;
    };
    started other(joins_it);
    sem_post(&joins);
    for (int i = 0; i < 100; ++i) // gives way now and then
        CHECK(pthread_tryjoin_np(tested.id, nullptr) != 0);
    tested.end();
    other.join();
    sem_destroy(&joins);
}

TEST_CASE("a join by a clock that cannot be waited for, or of itself, fails") {
    waiting tested;
    const timespec hour = in_an_hour();
    CHECK(pthread_clockjoin_np(tested.id, nullptr, CLOCK_PROCESS_CPUTIME_ID, &hour) == EINVAL);
    auto joins_itself = [&]() -> void* {
        CHECK(pthread_timedjoin_np(pthread_self(), nullptr, &hour) == EDEADLK);
        return nullptr;
    };
    started(joins_itself).join();
    tested.end();
    CHECK(pthread_timedjoin_np(tested.id, nullptr, nullptr) == 0); // as pthread_join
}

TEST_CASE("others run while a thread joins until a time") {
    waiting tested;
    std::atomic<bool> joined{false};
    auto joins = [&]() -> void* {
        const timespec hour = in_an_hour();
        void* result = nullptr;
        CHECK(pthread_timedjoin_np(tested.id, &result, &hour) == 0);
        CHECK(result == &tested);
        joined = true;
        return nullptr;
    };
    started thread(joins);
    let_run();
    CHECK(!joined);
    tested.end();
    thread.join();
    CHECK(joined);
}

TEST_CASE("threads are joined in any order, and by others than who started them") {
    std::array<std::unique_ptr<waiting>, 5> tested;
    for (auto& each : tested)
        each = std::make_unique<waiting>();
    auto joins_last = [&]() -> void* {
        void* result = nullptr;
        CHECK(pthread_join(tested[4]->id, &result) == 0);
        return result;
    };
    started sibling(joins_last);
    for (const auto& each : tested)
        each->end();
    for (const std::size_t number : {2U, 0U, 3U, 1U}) {
        void* result = nullptr;
        CHECK(pthread_join(tested[number]->id, &result) == 0);
        CHECK(result == tested[number].get());
    }
    CHECK(sibling.join() == tested[4].get());
}

TEST_CASE("a detached thread that lives can be joined in no way, and not detached again") {
    waiting tested;
    CHECK(pthread_detach(tested.id) == 0);
    CHECK(pthread_detach(tested.id) == EINVAL);
    CHECK(pthread_join(tested.id, nullptr) == EINVAL);
    const timespec hour = in_an_hour();
    CHECK(pthread_timedjoin_np(tested.id, nullptr, &hour) == EINVAL);
    tested.end();
    CHECK(eventually([&] { return tested.ended.load(); }));
}

TEST_CASE("what is done once is done by another if the first is cancelled in it") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static std::atomic<int> begun{0};
    static std::atomic<int> done{0};
    static std::atomic<bool> waits{true};
    auto calls = []() -> void* {
        pthread_once(&once, [] {
            ++begun;
            while (waits)
                sleep(3600); // NOLINT(concurrency-mt-unsafe)
            ++done;
        });
        return &once;
    };
    started first(calls);
    CHECK(eventually([] { return begun == 1; }));
    started second(calls);
    let_run();
    CHECK(begun == 1);
    waits = false;
    CHECK(pthread_cancel(first.id) == 0);
    CHECK(first.join() == PTHREAD_CANCELED);
    CHECK(second.join() == &once);
    CHECK(begun == 2);
    CHECK(done == 1);
}

TEST_CASE("what is done once is done by another if it exits its thread") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static std::atomic<int> calls_made{0};
    auto calls = []() -> void* {
        pthread_once(&once, [] {
            if (++calls_made == 1)
                pthread_exit(nullptr);
        });
        return &once;
    };
    CHECK(started(calls).join() == nullptr);
    CHECK(started(calls).join() == &once);
    CHECK(calls() == &once);
    CHECK(calls_made == 2);
}

TEST_CASE("an exception passes through pthread_once, and it is tried again") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static int calls_made = 0;
    const auto calls = [] {
        pthread_once(&once, [] {
            ++calls_made;
            if (calls_made == 1)
                throw std::runtime_error("not yet");
            if (calls_made == 2)
                throw std::bad_alloc();
            if (calls_made == 3)
                throw std::system_error(std::make_error_code(std::errc::io_error));
        });
    };
    CHECK_THROWS_WITH_AS(calls(), "not yet", std::runtime_error);
    CHECK_THROWS_AS(calls(), std::bad_alloc);
    CHECK_THROWS_AS(calls(), std::system_error);
    CHECK_NOTHROW(calls());
    CHECK_NOTHROW(calls());
    CHECK(calls_made == 4);
}

TEST_CASE("two things that are done once may be done one in the other") {
    static pthread_once_t outer = PTHREAD_ONCE_INIT;
    static pthread_once_t inner = PTHREAD_ONCE_INIT;
    static std::atomic<int> done{0};
    auto calls = []() -> void* {
        CHECK(pthread_once(&outer, [] {
                  CHECK(pthread_once(&inner, [] {
                            sched_yield();
                            ++done;
                        }) == 0);
                  done += 10;
              }) == 0);
        return nullptr;
    };
    {
        started one(calls);
        started two(calls);
    }
    CHECK(done == 11);
}

TEST_CASE("a loop of wake-ups that nobody waits for ends when another thread says so") {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    does_not_keep_others_from_running("sem_post", [&] { sem_post(&semaphore); });
    does_not_keep_others_from_running("sem_wait", [&] {
        sem_post(&semaphore);
        sem_wait(&semaphore);
    });
    does_not_keep_others_from_running("pthread_cond_signal",
                                      [&] { pthread_cond_signal(&condition); });
    does_not_keep_others_from_running("pthread_cond_broadcast",
                                      [&] { pthread_cond_broadcast(&condition); });
    sem_destroy(&semaphore);
}

TEST_CASE("a loop of tries ends when another thread says so") {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
    pthread_spinlock_t spin{};
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    pthread_mutex_lock(&mutex);
    pthread_rwlock_wrlock(&shared);
    pthread_spin_lock(&spin);
    waiting other;
    does_not_keep_others_from_running("mutex",
                                      [&] { CHECK(pthread_mutex_trylock(&mutex) == EBUSY); });
    does_not_keep_others_from_running("mutex until a time", [&] {
        CHECK(pthread_mutex_timedlock(&mutex, &long_past) == ETIMEDOUT);
    });
    does_not_keep_others_from_running("read lock",
                                      [&] { CHECK(pthread_rwlock_tryrdlock(&shared) == EBUSY); });
    does_not_keep_others_from_running("write lock",
                                      [&] { CHECK(pthread_rwlock_trywrlock(&shared) == EBUSY); });
    does_not_keep_others_from_running("spin lock",
                                      [&] { CHECK(pthread_spin_trylock(&spin) == EBUSY); });
    does_not_keep_others_from_running("semaphore", [&] { CHECK(sem_trywait(&semaphore) == -1); });
    does_not_keep_others_from_running("semaphore until a time",
                                      [&] { CHECK(sem_timedwait(&semaphore, &long_past) == -1); });
    does_not_keep_others_from_running(
        "join", [&] { CHECK(pthread_tryjoin_np(other.id, nullptr) == EBUSY); });
    other.end();
    CHECK(pthread_join(other.id, nullptr) == 0);
    pthread_mutex_unlock(&mutex);
    pthread_rwlock_unlock(&shared);
    pthread_spin_unlock(&spin);
    pthread_spin_destroy(&spin);
    sem_destroy(&semaphore);
}

TEST_CASE("a loop of locks that are free ends when another thread says so") {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
    does_not_keep_others_from_running("mutex", [&] {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    });
    does_not_keep_others_from_running("read-write lock", [&] {
        pthread_rwlock_rdlock(&shared);
        pthread_rwlock_unlock(&shared);
    });
    does_not_keep_others_from_running("try", [&] {
        if (pthread_mutex_trylock(&mutex) == 0)
            pthread_mutex_unlock(&mutex);
    });
}

TEST_CASE("a loop of new threads ends when another thread says so") {
    does_not_keep_others_from_running("create and join", [] {
        auto nothing = []() -> void* { return nullptr; };
        started(nothing).join();
    });
}

TEST_CASE("a loop of tries for what one holds that waits for another ends") {
    pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
    sem_t locked;
    sem_t release;
    sem_init(&locked, 0, 0);
    sem_init(&release, 0, 0);
    auto holds = [&]() -> void* {
        pthread_mutex_lock(&held);
        sem_post(&locked);
        sem_wait(&release);
        pthread_mutex_unlock(&held);
        return nullptr;
    };
    started holder(holds);
    sem_wait(&locked);
    sem_post(&release);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    bool taken = false;
    while (!taken && std::chrono::steady_clock::now() < until)
        taken = pthread_mutex_trylock(&held) == 0;
    REQUIRE(taken);
    pthread_mutex_unlock(&held);
    holder.join();
    sem_destroy(&locked);
    sem_destroy(&release);
}
