// Read-write locks, by default and of the kind that prefers who writes.
#include <cerrno>
#include <pthread.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "going_on.hpp"
#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::elsewhere;
using suite::going_on;
using suite::long_past;

TEST_CASE("many threads have a read-write lock to read, or one to write") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    CHECK(pthread_rwlock_rdlock(&tested) == 0);
    CHECK(elsewhere([&] {
              const int got = pthread_rwlock_tryrdlock(&tested);
              pthread_rwlock_unlock(&tested);
              return got;
          }) == 0);
    CHECK(elsewhere([&] { return pthread_rwlock_trywrlock(&tested); }) == EBUSY);
    CHECK(elsewhere([&] { return pthread_rwlock_timedwrlock(&tested, &long_past); }) == ETIMEDOUT);
    CHECK(pthread_rwlock_unlock(&tested) == 0);
    CHECK(pthread_rwlock_wrlock(&tested) == 0);
    CHECK(elsewhere([&] { return pthread_rwlock_tryrdlock(&tested); }) == EBUSY);
    CHECK(elsewhere([&] { return pthread_rwlock_timedrdlock(&tested, &long_past); }) == ETIMEDOUT);
    CHECK(pthread_rwlock_rdlock(&tested) == EDEADLK);
    CHECK(pthread_rwlock_unlock(&tested) == 0);
    CHECK(pthread_rwlock_trywrlock(&tested) == 0);
    CHECK(pthread_rwlock_unlock(&tested) == 0);
    CHECK(pthread_rwlock_destroy(&tested) == 0);
}

namespace {

/// Takes it to write, says so, and gives it back.
class writes {
  public:
    explicit writes(pthread_rwlock_t& lock) : lock_(lock) {}
    void operator()() const {
        CHECK(pthread_rwlock_wrlock(&lock_) == 0);
        CHECK(pthread_rwlock_unlock(&lock_) == 0);
    }

  private:
    pthread_rwlock_t& lock_;
};

} // namespace

TEST_CASE("who reads may read again, though another waits to write") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    CHECK(pthread_rwlock_rdlock(&tested) == 0);
    going_on other{writes(tested)};
    CHECK(pthread_rwlock_rdlock(&tested) == 0);
    CHECK(elsewhere([&] {
              const int got = pthread_rwlock_rdlock(&tested);
              pthread_rwlock_unlock(&tested);
              return got;
          }) == 0);
    CHECK(pthread_rwlock_tryrdlock(&tested) == 0);
    for (int i = 0; i < 3; ++i) {
        CHECK(!other.went_on);
        CHECK(pthread_rwlock_unlock(&tested) == 0);
    }
    other.thread.join();
    CHECK(pthread_rwlock_destroy(&tested) == 0);
}

TEST_CASE("who waits to write is preferred where the kind says so") {
    pthread_rwlockattr_t attributes;
    CHECK(pthread_rwlockattr_init(&attributes) == 0);
    CHECK(pthread_rwlockattr_setkind_np(&attributes, 99) == EINVAL);
    CHECK(pthread_rwlockattr_setkind_np(&attributes,
                                        PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0);
    int kind = -1;
    CHECK(pthread_rwlockattr_getkind_np(&attributes, &kind) == 0);
    CHECK(kind == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_t by_attributes;
    CHECK(pthread_rwlock_init(&by_attributes, &attributes) == 0);
    CHECK(pthread_rwlockattr_destroy(&attributes) == 0);
    pthread_rwlock_t by_initialiser = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
    for (pthread_rwlock_t* const tested : {&by_attributes, &by_initialiser}) {
        CHECK(pthread_rwlock_rdlock(tested) == 0);
        going_on other{writes(*tested)};
        CHECK(suite::eventually([&] {
            const int got = pthread_rwlock_tryrdlock(tested);
            if (got == 0)
                pthread_rwlock_unlock(tested);
            return got == EBUSY;
        }));
        CHECK(elsewhere([&] { return pthread_rwlock_timedrdlock(tested, &long_past); }) ==
              ETIMEDOUT);
        CHECK(pthread_rwlock_unlock(tested) == 0);
        other.thread.join();
        CHECK(pthread_rwlock_rdlock(tested) == 0);
        CHECK(pthread_rwlock_unlock(tested) == 0);
        CHECK(pthread_rwlock_destroy(tested) == 0);
    }
}

TEST_CASE("where one that waits to write gives up, those who wait to read go on") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
    CHECK(pthread_rwlock_rdlock(&tested) == 0);
    going_on writer{[&] {
        timespec soon{};
        clock_gettime(CLOCK_REALTIME, &soon);
        soon.tv_sec += 1;
        CHECK(pthread_rwlock_timedwrlock(&tested, &soon) == ETIMEDOUT);
    }};
    going_on reader{[&] {
        CHECK(pthread_rwlock_rdlock(&tested) == 0);
        CHECK(pthread_rwlock_unlock(&tested) == 0);
    }};
    writer.thread.join();
    reader.thread.join();
    CHECK(pthread_rwlock_unlock(&tested) == 0);
}

TEST_CASE("a read-write lock is waited for until a moment of the clock that is said") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    for (const auto lock : {pthread_rwlock_clockrdlock, pthread_rwlock_clockwrlock}) {
        for (const clockid_t clock : {CLOCK_REALTIME, CLOCK_MONOTONIC}) {
            const timespec time = suite::in_an_hour(clock);
            CHECK(pthread_rwlock_wrlock(&tested) == 0);
            CHECK(elsewhere([&] { return lock(&tested, clock, &long_past); }) == ETIMEDOUT);
            CHECK(elsewhere([&] { return lock(&tested, clock, &suite::invalid); }) == EINVAL);
            CHECK(lock(&tested, clock, &time) == EDEADLK);
            going_on other{[&] {
                CHECK(lock(&tested, clock, &time) == 0);
                CHECK(pthread_rwlock_unlock(&tested) == 0);
            }};
            CHECK(!other.went_on);
            CHECK(pthread_rwlock_unlock(&tested) == 0);
            other.thread.join();
        }
        CHECK(pthread_rwlock_wrlock(&tested) == 0);
        CHECK(elsewhere([&] { return lock(&tested, CLOCK_PROCESS_CPUTIME_ID, &long_past); }) ==
              EINVAL);
        CHECK(pthread_rwlock_unlock(&tested) == 0);
    }
    CHECK(pthread_rwlock_destroy(&tested) == 0);
}

TEST_CASE("of two that have until a moment, both read, and one writes") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    const timespec time = suite::in_an_hour(CLOCK_MONOTONIC);
    const auto reads = [&] { return pthread_rwlock_clockrdlock(&tested, CLOCK_MONOTONIC, &time); };
    CHECK(reads() == 0);
    CHECK(elsewhere([&] {
              const int got = reads();
              pthread_rwlock_unlock(&tested);
              return got;
          }) == 0);
    CHECK(pthread_rwlock_unlock(&tested) == 0);
    CHECK(pthread_rwlock_clockwrlock(&tested, CLOCK_MONOTONIC, &time) == 0);
    CHECK(elsewhere([&] { return pthread_rwlock_tryrdlock(&tested); }) == EBUSY);
    CHECK(pthread_rwlock_unlock(&tested) == 0);
}

TEST_CASE("nobody waits for ever beside one that has it again and again") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    for (const auto lock : {pthread_rwlock_rdlock, pthread_rwlock_wrlock}) {
        for (const auto again : {pthread_rwlock_rdlock, pthread_rwlock_wrlock}) {
            CHECK(again(&tested) == 0);
            going_on other{[&] {
                CHECK(lock(&tested) == 0);
                CHECK(pthread_rwlock_unlock(&tested) == 0);
            }};
            CHECK(suite::eventually([&] {
                pthread_rwlock_unlock(&tested);
                again(&tested);
                return other.went_on.load();
            }));
            CHECK(pthread_rwlock_unlock(&tested) == 0);
        }
    }
}

TEST_CASE("what one writes, no other reads or writes meanwhile") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    int written = 0;
    auto works = [&]() -> void* {
        for (int i = 0; i < 200; ++i) {
            CHECK(pthread_rwlock_wrlock(&tested) == 0);
            const int before = written++;
            sched_yield();
            CHECK(written == before + 1);
            CHECK(pthread_rwlock_unlock(&tested) == 0);
            CHECK(pthread_rwlock_rdlock(&tested) == 0);
            const int seen = written;
            sched_yield();
            CHECK(written == seen);
            CHECK(pthread_rwlock_unlock(&tested) == 0);
        }
        return nullptr;
    };
    {
        suite::started one(works);
        suite::started two(works);
        suite::started three(works);
    }
    CHECK(written == 600);
    CHECK(pthread_rwlock_destroy(&tested) == 0);
}
