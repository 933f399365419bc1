// What of C++ is each thread's own, errno and exceptions; and what of it waits.
#include <atomic>
#include <barrier>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <exception>
#include <future>
#include <latch>
#include <mutex>
#include <sched.h>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"
#include "turns.hpp"

using suite::let_run;
using suite::started;
using suite::turns;

TEST_CASE("errno is each thread's own, over a switch") {
    turns both;
    auto function = [&]() -> void* {
        both.begin();
        errno = ENOENT;
        both.back();
        CHECK(errno == ENOENT);
        both.end();
        return nullptr;
    };
    started thread(function);
    errno = ERANGE;
    both.over();
    CHECK(errno == ERANGE);
    CHECK(close(-1) == -1);
    both.over();
    CHECK(errno == EBADF);
    thread.join();
}

TEST_CASE("exceptions that two threads handle are each its own") {
    turns both;
    const auto what_is_handled = []() -> std::string {
        try {
            throw;
        } catch (const std::exception& error) {
            return error.what();
        }
    };
    auto function = [&]() -> void* {
        both.begin();
        CHECK(std::current_exception() == nullptr);
        try {
            throw std::runtime_error("there");
        } catch (const std::runtime_error&) {
            both.back();
            CHECK(what_is_handled() == "there");
            both.back();
        }
        CHECK(std::current_exception() == nullptr);
        both.end();
        return nullptr;
    };
    started thread(function);
    try {
        throw std::logic_error("here");
    } catch (const std::logic_error&) {
        both.over();
        CHECK(what_is_handled() == "here");
        both.over();
        CHECK(what_is_handled() == "here");
    }
    CHECK(std::current_exception() == nullptr);
    both.over();
    thread.join();
}

TEST_CASE("a destructor that waits while an exception passes does not disturb another's") {
    turns both;
    struct waits {
        turns& both;
        int& seen;
        ~waits() {
            both.back();
            seen = std::uncaught_exceptions();
        }
    };
    int seen = -1;
    std::string caught;
    auto function = [&]() -> void* {
        both.begin();
        try {
            const waits object{both, seen};
            throw std::runtime_error("passes");
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        both.end();
        return nullptr;
    };
    started thread(function);
    both.over();
    CHECK(std::uncaught_exceptions() == 0);
    CHECK_THROWS_AS(throw std::logic_error("another"), std::logic_error);
    both.over();
    thread.join();
    CHECK(seen == 1);
    CHECK(caught == "passes");
}

TEST_CASE("an exception is handed to another thread") {
    std::exception_ptr handed;
    auto function = [&]() -> void* {
        try {
            throw std::runtime_error("handed");
        } catch (...) {
            handed = std::current_exception();
        }
        return nullptr;
    };
    started(function).join();
    CHECK_THROWS_WITH_AS(std::rethrow_exception(handed), "handed", std::runtime_error);
}

TEST_CASE("call_once lets the others wait for the one that calls, and another try if that throws") {
    std::once_flag flag;
    std::atomic<int> calls{0};
    std::atomic<bool> done{false};
    std::atomic<int> thrown{0};
    auto function = [&]() -> void* {
        try {
            std::call_once(flag, [&] {
                if (++calls == 1) {
                    sched_yield();
                    throw std::runtime_error("not yet");
                }
                sched_yield();
                done = true;
            });
            CHECK(done);
        } catch (const std::runtime_error&) {
            ++thrown;
        }
        return nullptr;
    };
    {
        started one(function);
        started two(function);
        started three(function);
    }
    CHECK(calls == 2);
    CHECK(thrown == 1);
    CHECK(done);
}

TEST_CASE("call_once hands each thread's own function and arguments on") {
    turns both;
    std::once_flag here;
    std::once_flag there;
    int sum = 0;
    auto function = [&]() -> void* {
        both.begin();
        std::call_once(
            there,
            [&](int number) {
                both.back();
                sum += number;
            },
            20);
        both.end();
        return nullptr;
    };
    started thread(function);
    std::call_once(
        here,
        [&](int number) {
            both.over();
            sum += number;
        },
        1);
    both.over();
    thread.join();
    CHECK(sum == 21);
}

TEST_CASE("who waits for an atomic's change is woken by one that notifies") {
    std::atomic<int> value{0};
    std::atomic<int> answered{0};
    auto function = [&]() -> void* {
        value.wait(0);
        ++answered;
        answered.notify_one();
        return nullptr;
    };
    started one(function);
    started two(function);
    started three(function);
    let_run();
    value = 1;
    value.notify_all();
    for (int seen = answered; seen != 3; seen = answered)
        answered.wait(seen);
    one.join();
    two.join();
    three.join();
    CHECK(answered == 3);
}

TEST_CASE("atomics as wide as no futex are waited for, too") {
    std::atomic<std::int64_t> wide{0};
    std::atomic_flag flag;
    auto function = [&]() -> void* {
        wide.wait(0);
        flag.test_and_set();
        flag.notify_all();
        return nullptr;
    };
    started thread(function);
    let_run();
    wide = std::int64_t{1} << 40;
    wide.notify_one();
    flag.wait(false);
    thread.join();
    CHECK(flag.test());
}

TEST_CASE("a semaphore of C++'s wakes one for each release, and gives up when the time has come") {
    std::counting_semaphore<10> tested(0);
    std::atomic<int> through{0};
    auto function = [&]() -> void* {
        tested.acquire();
        ++through;
        return nullptr;
    };
    {
        started one(function);
        started two(function);
        let_run();
        CHECK(through == 0);
        tested.release(2);
    }
    CHECK(through == 2);
    CHECK(!tested.try_acquire());
    CHECK(!tested.try_acquire_for(std::chrono::milliseconds(2)));
    tested.release();
    CHECK(tested.try_acquire_for(std::chrono::hours(1)));
}

TEST_CASE("latches and barriers of C++'s are waited at") {
    std::latch all_there(3);
    int phases = 0;
    std::barrier each_phase(3, [&]() noexcept { ++phases; });
    auto function = [&]() -> void* {
        all_there.arrive_and_wait();
        for (int phase = 1; phase <= 10; ++phase) {
            each_phase.arrive_and_wait();
            CHECK(phases >= phase);
        }
        return nullptr;
    };
    {
        started one(function);
        started two(function);
        let_run();
        function();
    }
    CHECK(phases == 10);
    CHECK(all_there.try_wait());
}

TEST_CASE("a static is initialised by one thread while the others wait") {
    static std::atomic<int> initialised{0};
    auto function = []() -> void* {
        static const int value = [] {
            sched_yield();
            return ++initialised;
        }();
        CHECK(value == 1);
        return nullptr;
    };
    {
        started one(function);
        started two(function);
        started three(function);
    }
    CHECK(initialised == 1);
}

TEST_CASE("futures are waited for, and have the exception if it failed") {
    std::promise<int> promise;
    std::future<int> doubled = std::async(
        std::launch::async, [future = promise.get_future()]() mutable { return 2 * future.get(); });
    CHECK(doubled.wait_for(std::chrono::milliseconds(1)) == std::future_status::timeout);
    promise.set_value(21);
    CHECK(doubled.get() == 42);
    std::future<void> fails =
        std::async(std::launch::async, [] { throw std::runtime_error("failed"); });
    CHECK_THROWS_WITH_AS(fails.get(), "failed", std::runtime_error);
}
