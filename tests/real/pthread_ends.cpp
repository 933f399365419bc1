// Threads that end by the system's other ways: POSIX has some that unwind the stack.
#include <pthread.h>

#include <atomic>
#include <memory>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

TEST_CASE("pthread_exit() ends a thread as exit() does") {
    static std::atomic<int> reports;
    reports = 0;
    const support::excepthook_while hook([](const weft::excepthook_args&) { ++reports; });
    std::weak_ptr<int> local;
    auto argument = std::make_shared<int>(0);
    const std::weak_ptr<int> passed = argument;
    lock_type done;
    done.acquire();
    start_new_thread(
        [&](const std::shared_ptr<int>&) {
            const support::release_at_end released(done);
            const auto owned = std::make_shared<int>(0);
            local = owned;
            ::pthread_exit(nullptr);
        },
        std::tuple(std::move(argument)));
    wait_for(done);
    wait_for_threads();
    CHECK(local.expired());
    CHECK(passed.expired());
    CHECK(reports == 0);
    CHECK(weft::count() == 0);
}

TEST_CASE("acquire() is no cancellation point: a cancelled thread still gets the lock") {
    lock_type lock;
    lock_type waiting;
    lock_type done;
    lock.acquire();
    waiting.acquire();
    done.acquire();
    ::pthread_t thread{};
    bool acquired = false;
    start_new_thread([&] {
        thread = ::pthread_self();
        waiting.release();
        acquired = lock.acquire();
        done.release();
        ::pthread_testcancel();
    });
    wait_for(waiting);
    support::pause(); // has it wait, most of the time
    ::pthread_cancel(thread);
    lock.release();
    wait_for(done);
    wait_for_threads();
    CHECK(acquired);
}
