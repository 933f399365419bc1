// Futexes, as Linux has them, that a program waits on itself.
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "started.hpp"

using suite::long_past;
using suite::started;

namespace {

using word = std::atomic<std::uint32_t>;

long wait(word& on, std::uint32_t expected, const timespec* time = nullptr) {
    return syscall(SYS_futex, &on, FUTEX_WAIT_PRIVATE, expected, time, nullptr, 0);
}

long wake(word& on, int count) {
    return syscall(SYS_futex, &on, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

/// Until that many have been woken, of those that wait or will.
void wake_all_of(word& on, long count) {
    for (long woken = 0; woken < count; sched_yield())
        woken += wake(on, 1);
}

} // namespace

TEST_CASE("a wait on a futex that holds something else fails with EAGAIN") {
    word on{1};
    CHECK(wait(on, 0) == -1);
    CHECK(errno == EAGAIN);
}

TEST_CASE("a wait on a futex ends when its time has passed") {
    word on{0};
    const timespec time{0, 1'000'000};
    CHECK(wait(on, 0, &time) == -1);
    CHECK(errno == ETIMEDOUT);
    CHECK(syscall(SYS_futex, &on, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 0, &long_past,
                  nullptr, FUTEX_BITSET_MATCH_ANY) == -1);
    CHECK(errno == ETIMEDOUT);
}

TEST_CASE("a time that is none is EINVAL for a futex") {
    word on{0};
    CHECK(wait(on, 0, &suite::invalid) == -1);
    CHECK(errno == EINVAL);
}

TEST_CASE("waking a futex says how many were woken") {
    word on{0};
    CHECK(wake(on, 10) == 0);
    std::atomic<int> woken = 0;
    auto waits = [&]() -> void* {
        while (wait(on, 0) != 0) {
        }
        ++woken;
        return nullptr;
    };
    started one(waits);
    started two(waits);
    started three(waits);
    wake_all_of(on, 3);
    one.join();
    two.join();
    three.join();
    CHECK(woken == 3);
    CHECK(wake(on, 10) == 0);
}

TEST_CASE("who waits on a futex is moved to another one, and woken there") {
    word from{0};
    word to{0};
    auto waits = [&]() -> void* {
        CHECK(wait(from, 0) == 0);
        return nullptr;
    };
    started one(waits);
    long moved = 0;
    for (; moved == 0; sched_yield())
        moved = syscall(SYS_futex, &from, FUTEX_CMP_REQUEUE_PRIVATE, 0, 1, &to, 0);
    CHECK(moved == 1);
    CHECK(wake(from, 1) == 0);
    CHECK(wake(to, 1) == 1);
    one.join();
    CHECK(syscall(SYS_futex, &from, FUTEX_CMP_REQUEUE_PRIVATE, 0, 1, &to, 1) == -1);
    CHECK(errno == EAGAIN);
}

TEST_CASE("other calls by syscall() are those of the system") {
    CHECK(syscall(SYS_getpid) == getpid());
    CHECK(syscall(SYS_close, -1) == -1);
    CHECK(errno == EBADF);
}
