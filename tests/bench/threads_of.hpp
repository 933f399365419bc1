// What threads and condition variables are measured by, each library's in the same way.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include <weft/std/condition_variable.hpp>
#include <weft/std/thread.hpp>

#include "medians.hpp"

/// `Library` has `thread`, `mutex`, `unique_lock` and `condition_variable`.
template <class Library>
class threads_of {
  public:
    /// Named "ping-pong of std", and so on.
    static void measure(const std::string& name) {
        benchmark::RegisterBenchmark(("ping-pong of " + name).c_str(), ping_pong)->UseRealTime();
        benchmark::RegisterBenchmark(("notify_all of " + name).c_str(), all_of_100)->UseRealTime();
        benchmark::RegisterBenchmark(("thread of " + name).c_str(), started_and_joined)
            ->UseRealTime();
    }

  private:
    using lock = typename Library::unique_lock;

    /// There and back between two threads.
    static void ping_pong(benchmark::State& state) {
        typename Library::mutex mutex;
        typename Library::condition_variable condition;
        enum { here, there, over } turn = here;
        typename Library::thread other([&] {
            lock held(mutex);
            for (;;) {
                condition.wait(held, [&] { return turn != here; });
                if (turn == over)
                    return;
                turn = here;
                condition.notify_one();
            }
        });
        for (auto _ : state) {
            lock held(mutex);
            turn = there;
            condition.notify_one();
            condition.wait(held, [&] { return turn == here; });
        }
        {
            lock held(mutex);
            turn = over;
            condition.notify_one();
        }
        other.join();
    }

    /// A hundred threads that wait, and say that they have been woken.
    static void all_of_100(benchmark::State& state) {
        constexpr int number = 100;
        typename Library::mutex mutex;
        typename Library::condition_variable condition;
        typename Library::condition_variable all_have_come;
        int round = 0;
        int came = 0;
        bool is_over = false;
        std::vector<typename Library::thread> threads;
        for (int i = 0; i < number; ++i) {
            threads.emplace_back([&] {
                lock held(mutex);
                int seen = 0;
                while (!is_over) {
                    if (++came == number)
                        all_have_come.notify_one();
                    condition.wait(held, [&] { return round != seen; });
                    seen = round;
                }
            });
        }
        const auto go = [&] {
            came = 0;
            ++round;
            condition.notify_all();
        };
        {
            lock held(mutex);
            all_have_come.wait(held, [&] { return came == number; });
        }
        for (auto _ : state) {
            lock held(mutex);
            go();
            all_have_come.wait(held, [&] { return came == number; });
        }
        {
            lock held(mutex);
            is_over = true;
            go();
        }
        for (auto& each : threads)
            each.join();
    }

    static void started_and_joined(benchmark::State& state) {
        for (auto _ : state)
            typename Library::thread([] {}).join();
    }
};

struct wefts {
    using thread = weft::thread;
    using mutex = weft::mutex;
    using unique_lock = weft::unique_lock<weft::mutex>;
    using condition_variable = weft::condition_variable;
};

/// Measures weft beside `Library`, and prints the ratios.
template <class Library>
void compare_threads(const std::string& name) {
    threads_of<wefts>::measure("weft");
    threads_of<Library>::measure(name);
    const medians all;
    for (const std::string what : {"ping-pong", "notify_all", "thread"})
        std::printf("%s of weft takes %.3f of %s's time\n", what.c_str(),
                    all.ratio(what + " of weft", what + " of " + name), name.c_str());
}
