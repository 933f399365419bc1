// Jumps by longjmp and _longjmp, which do not say what is blocked afterwards.
#include "jumps.h"

#include <atomic>
#include <csignal>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "eventually.hpp"
#include "started.hpp"

namespace {

void unblock(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    CHECK(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0);
}

/// Each way to leave `waits` by a signal's handler, several times in one thread, which is signalled
/// until it has come back.
void is_left(void (*waits)(void*), void* with) {
    for (const auto comes_back : {comes_back_by_longjmp, comes_back_by_old_longjmp}) {
        std::atomic<bool> may_be_signalled{false};
        std::atomic<int> times{0};
        auto leaves = [&]() -> void* {
            struct waiting {
                void (*waits)(void*);
                void* with;
                std::atomic<bool>& may_be_signalled;
            } all{waits, with, may_be_signalled};
            const auto begins = [](void* given) {
                const auto& each = *static_cast<waiting*>(given);
                each.may_be_signalled = true;
                each.waits(each.with);
            };
            for (int i = 0; i < 3; ++i) {
                CHECK(comes_back(SIGUSR1, begins, &all) == SIGUSR1);
                unblock(SIGUSR1);
                ++times;
            }
            return nullptr;
        };
        const suite::started thread(leaves);
        for (int i = 0; i < 3; ++i) {
            CHECK(suite::eventually([&] { return may_be_signalled.exchange(false); }));
            CHECK(pthread_kill(thread.id, SIGUSR1) == 0);
            CHECK(suite::eventually([&] { return times > i; }));
        }
    }
}

} // namespace

TEST_CASE("setjmp returns again with longjmp's value, and with 1 if that is 0") {
    const auto jumps = [] {
        CHECK(returns_again_with(7) == 7);
        CHECK(returns_again_with(-1) == -1);
        CHECK(returns_again_with(0) == 1);
    };
    jumps();
    auto jumps_elsewhere = [&]() -> void* {
        jumps();
        return nullptr;
    };
    suite::started(jumps_elsewhere).join();
}

TEST_CASE("longjmp and _longjmp out of a handler leave what waits for a semaphore") {
    sem_t never;
    REQUIRE(sem_init(&never, 0, 0) == 0);
    is_left([](void* tested) { sem_wait(static_cast<sem_t*>(tested)); }, &never);
    CHECK(sem_post(&never) == 0);
    CHECK(sem_trywait(&never) == 0); // nobody waits there any more
    CHECK(sem_destroy(&never) == 0);
}

TEST_CASE("longjmp and _longjmp out of a handler leave what reads from a pipe") {
    suite::pipe_pair never;
    int from = never.out;
    is_left(
        [](void* tested) {
            char got = 0;
            [[maybe_unused]] const ssize_t size = read(*static_cast<int*>(tested), &got, 1);
        },
        &from);
    CHECK(write(never.in, "x", 1) == 1);
    char got = 0;
    CHECK(read(never.out, &got, 1) == 1); // nobody reads there any more
}

TEST_CASE("longjmp and _longjmp out of a handler leave what gives way") {
    std::atomic<bool> never{false};
    is_left(
        [](void* tested) {
            while (!*static_cast<std::atomic<bool>*>(tested))
                sched_yield();
        },
        &never);
}
