// What each thread has of its own: variables, errno, exceptions. And what of C++ waits by futexes.
#include <array>
#include <atomic>
#include <barrier>
#include <cerrno>
#include <chrono>
#include <clocale>
#include <exception>
#include <future>
#include <latch>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

using suite::let_run;
using suite::started;

namespace {

__thread int of_c = 7;
thread_local int of_cpp = 8;
thread_local std::array<char, 4096> zeros;

/// Two threads that go on in turns, so that each sees what the other did in between.
class turns {
  public:
    turns() {
        sem_init(&first_, 0, 0);
        sem_init(&second_, 0, 0);
    }
    ~turns() {
        sem_destroy(&first_);
        sem_destroy(&second_);
    }
    turns(const turns&) = delete;
    turns& operator=(const turns&) = delete;

    /// Called by the first, and lets the second run until it calls `back` or `end`.
    void over() {
        sem_post(&second_);
        sem_wait(&first_);
    }
    /// Called by the second before anything else.
    void begin() { sem_wait(&second_); }
    void back() {
        sem_post(&first_);
        sem_wait(&second_);
    }
    void end() { sem_post(&first_); }

  private:
    sem_t first_{};
    sem_t second_{};
};

} // namespace

TEST_CASE("a thread's variables begin with their initial values, whatever others have written") {
    of_c = 1;
    of_cpp = 2;
    zeros.fill('x');
    for (int i = 0; i < 100; ++i) {
        auto function = []() -> void* {
            CHECK(of_c == 7);
            CHECK(of_cpp == 8);
            CHECK(zeros == std::array<char, 4096>{});
            of_c = 3;
            of_cpp = 4;
            zeros.fill('y');
            return nullptr;
        };
        started thread(function);
        thread.join();
    }
    CHECK(of_c == 1);
    CHECK(of_cpp == 2);
    CHECK(zeros[4095] == 'x');
    of_c = 7;
    of_cpp = 8;
    zeros.fill(0);
}

TEST_CASE("a thread's variables keep their values while others run") {
    turns both;
    auto function = [&]() -> void* {
        both.begin();
        for (int i = 0; i < 10; ++i) {
            of_c = 100 + i;
            of_cpp = 200 + i;
            both.back();
            CHECK(of_c == 100 + i);
            CHECK(of_cpp == 200 + i);
        }
        both.end();
        return nullptr;
    };
    started thread(function);
    for (int i = 0; i < 11; ++i) {
        of_c = 300 + i;
        of_cpp = 400 + i;
        both.over();
        CHECK(of_c == 300 + i);
        CHECK(of_cpp == 400 + i);
    }
    thread.join();
    of_c = 7;
    of_cpp = 8;
}

TEST_CASE(
    "threads that live at a time have their variables at different places, which any may use") {
    turns both;
    int* of_other = nullptr;
    auto function = [&]() -> void* {
        both.begin();
        of_other = &of_c;
        both.back();
        CHECK(of_c == 55);
        both.end();
        return nullptr;
    };
    started thread(function);
    both.over();
    CHECK(of_other != &of_c);
    CHECK(*of_other == 7);
    *of_other = 55;
    both.over();
    thread.join();
    CHECK(of_c == 7);
}

namespace {

std::string ends; // written by one thread at a time

struct noted {
    char name;
    explicit noted(char given) : name(given) {}
    ~noted() { ends += name; }
    noted(const noted&) = delete;
    noted& operator=(const noted&) = delete;
};

std::atomic<int> made{0};

struct counted {
    int number = ++made;
};

noted& first_of_thread() {
    thread_local noted object('1');
    return object;
}
noted& second_of_thread() {
    thread_local noted object('2');
    return object;
}
counted& count_of_thread() {
    thread_local counted object;
    return object;
}

void note_key(void*) {
    ends += 'k';
}

} // namespace

TEST_CASE("an object of a thread is made when the thread first uses it, once") {
    made = 0;
    auto function = []() -> void* {
        const int number = count_of_thread().number;
        sched_yield();
        CHECK(count_of_thread().number == number);
        return nullptr;
    };
    {
        started one(function);
        started two(function);
    }
    CHECK(made == 2);
    auto does_not = []() -> void* { return nullptr; };
    started(does_not).join();
    CHECK(made == 2);
}

TEST_CASE(
    "at a thread's end its objects are destroyed, the newest first, and then the keys' values") {
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, note_key) == 0);
    ends.clear();
    auto returns = [&]() -> void* {
        pthread_setspecific(key, &ends);
        first_of_thread();
        second_of_thread();
        const noted local('l');
        return nullptr;
    };
    started(returns).join();
    CHECK(ends == "l21k");
    ends.clear();
    auto exits = [&]() -> void* {
        second_of_thread();
        first_of_thread();
        pthread_setspecific(key, &ends);
        const noted local('l');
        pthread_exit(nullptr);
    };
    started(exits).join();
    CHECK(ends == "l12k");
    CHECK(pthread_key_delete(key) == 0);
}

TEST_CASE("an object of a thread that waits is not destroyed by another's end") {
    turns both;
    ends.clear();
    auto function = [&]() -> void* {
        both.begin();
        first_of_thread();
        both.back();
        ends += '.';
        both.end();
        return nullptr;
    };
    started waits(function);
    both.over();
    auto short_lived = []() -> void* {
        second_of_thread();
        return nullptr;
    };
    started(short_lived).join();
    CHECK(ends == "2");
    both.over();
    waits.join();
    CHECK(ends == "2.1");
}

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

TEST_CASE("uselocale is of the thread that calls it") {
    const locale_t global = uselocale(nullptr);
    CHECK(global == LC_GLOBAL_LOCALE);
    turns both;
    auto function = [&]() -> void* {
        both.begin();
        const locale_t own = newlocale(LC_ALL_MASK, "C", nullptr);
        CHECK(uselocale(own) == LC_GLOBAL_LOCALE);
        both.back();
        CHECK(uselocale(LC_GLOBAL_LOCALE) == own);
        freelocale(own);
        both.end();
        return nullptr;
    };
    started thread(function);
    both.over();
    CHECK(uselocale(nullptr) == global);
    both.over();
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
    std::atomic<long> wide{0};
    std::atomic_flag flag;
    auto function = [&]() -> void* {
        wide.wait(0);
        flag.test_and_set();
        flag.notify_all();
        return nullptr;
    };
    started thread(function);
    let_run();
    wide = 1L << 40;
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

TEST_CASE("threads of C++'s share a lock, and are stopped") {
    std::shared_timed_mutex tested;
    std::latch all_share(3);
    const auto shares_until_stopped = [&](const std::stop_token& stop) {
        const std::shared_lock<std::shared_timed_mutex> lock(tested);
        all_share.arrive_and_wait();
        while (!stop.stop_requested())
            sched_yield();
    };
    {
        const std::jthread one(shares_until_stopped);
        const std::jthread two(shares_until_stopped);
        all_share.arrive_and_wait();
        CHECK(!tested.try_lock_for(std::chrono::milliseconds(1)));
    }
    CHECK(tested.try_lock());
    tested.unlock();
}
