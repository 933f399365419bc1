// The system's clocks.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <sched.h>
#include <sys/time.h>

#include <doctest/doctest.h>

#include "started.hpp"

using suite::started;

TEST_CASE("threads sleep by each clock that the system lets them sleep by") {
    const auto now_by = [](clockid_t clock) {
        timespec now{};
        CHECK(clock_gettime(clock, &now) == 0);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    };
    auto sleeps = [&]() -> void* {
        for (const clockid_t clock : {CLOCK_BOOTTIME, CLOCK_TAI, CLOCK_PROCESS_CPUTIME_ID}) {
            const auto begin = now_by(clock);
            const timespec time{0, 5'000'000};
            CHECK(clock_nanosleep(clock, 0, &time, nullptr) == 0);
            CHECK(now_by(clock) - begin >= std::chrono::milliseconds(5));
            constexpr timespec past{0, 1}; // also of what the process has used
            CHECK(clock_nanosleep(clock, TIMER_ABSTIME, &past, nullptr) == 0);
        }
        const timespec time{};
        CHECK(clock_nanosleep(CLOCK_MONOTONIC_RAW, 0, &time, nullptr) == ENOTSUP);
        CHECK(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &time, nullptr) == EINVAL);
        CHECK(clock_nanosleep(77, 0, &time, nullptr) == EINVAL);
        return nullptr;
    };
    started thread(sleeps);
    std::atomic<bool> ended{false};
    // As the process's time goes by: who only gave way would have next to none on a busy machine.
    auto computes = [&]() -> void* {
        while (!ended) {
            for (volatile int left = 100'000; left > 0;)
                left = left - 1;
            sched_yield();
        }
        return nullptr;
    };
    started busy(computes);
    thread.join();
    ended = true;
}

TEST_CASE("gettimeofday need not be given a place for the time, and tells of no zone") {
    timeval* volatile nowhere = nullptr;
    struct timezone zone {
        77, 77
    };
    // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): only the headers want a place.
    CHECK(gettimeofday(nowhere, &zone) == 0);
    CHECK(zone.tz_minuteswest == 0);
    CHECK(zone.tz_dsttime == 0);
}
