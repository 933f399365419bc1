// Many threads, and many at one lock.
#include <atomic>
#include <mutex>
#include <stdexcept>
#include <tuple>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

TEST_CASE("only one thread at a time can acquire a lock: 64 threads count") {
    constexpr int threads = 64;
    constexpr int rounds = 200;
    lock_type lock;
    int counter = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            for (int round = 0; round < rounds; ++round) {
                const std::lock_guard guard(lock);
                const int before = counter;
                if (round % 16 == 0)
                    weft::this_thread::yield();
                counter = before + 1;
            }
        });
    }
    wait_for_threads();
    support::wait_for(lock);
    CHECK(counter == threads * rounds);
}

TEST_CASE("threads that take two locks by std::scoped_lock, in either order, do not deadlock") {
    constexpr int threads = 16;
    constexpr int rounds = 100;
    lock_type first;
    lock_type second;
    int counter = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            for (int round = 0; round < rounds; ++round) {
                const std::scoped_lock guard(i % 2 == 0 ? first : second,
                                             i % 2 == 0 ? second : first);
                ++counter;
            }
        });
    }
    wait_for_threads();
    const std::scoped_lock guard(first, second);
    CHECK(counter == threads * rounds);
}

TEST_CASE("thousands of short threads come and go") {
    constexpr int batches = 30;
    constexpr int threads = 100;
    std::atomic<int> ran = 0;
    for (int batch = 0; batch < batches; ++batch) {
        for (int i = 0; i < threads; ++i)
            start_new_thread([&] { ++ran; });
        wait_for_threads();
    }
    CHECK(ran == batches * threads);
}

TEST_CASE("threads start threads, and all of them come to their end") {
    struct tree {
        std::atomic<int> started = 0;

        void grow(int depth) {
            ++started;
            for (int child = 0; child < 2 && depth > 0; ++child)
                start_new_thread(&tree::grow, std::tuple(this, depth - 1));
        }
    };
    tree all;
    start_new_thread(&tree::grow, std::tuple(&all, 6));
    wait_for_threads();
    CHECK(all.started == 127);
}

TEST_CASE("unhandled exceptions in many threads at once are reported each") {
    constexpr int threads = 50;
    static std::atomic<int> reports;
    reports = 0;
    const support::excepthook_while hook([](const weft::excepthook_args&) { ++reports; });
    lock_type gate;
    gate.acquire();
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            gate.acquire();
            gate.release();
            throw std::runtime_error("at the same time");
        });
    }
    gate.release();
    wait_for_threads();
    CHECK(reports == threads);
}
