// What each thread has of its own: variables, and what the C library keeps.
#include <array>
#include <atomic>
#include <clocale>
#include <pthread.h>
#include <sched.h>
#include <string>

#include <doctest/doctest.h>

#include "started.hpp"
#include "turns.hpp"

using suite::started;
using suite::turns;

namespace {

__thread int of_c = 7;
thread_local int of_cpp = 8;
thread_local std::array<char, 4096> zeros;

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
