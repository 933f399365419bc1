// What is measured of semaphores, latches, barriers and futures, of whichever library.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "medians.hpp"

namespace measured {

template <class Names>
void semaphore_alone(benchmark::State& state) {
    static typename Names::semaphore counted(1);
    for (auto _ : state) {
        counted.acquire();
        benchmark::ClobberMemory();
        counted.release();
    }
}

/// Two threads let each other go on in turn.
template <class Names>
void semaphore_there_and_back(benchmark::State& state) {
    typename Names::semaphore there(0);
    typename Names::semaphore back(0);
    bool ends = false;
    typename Names::thread other([&] {
        there.acquire();
        while (!ends) {
            back.release();
            there.acquire();
        }
    });
    for (auto _ : state) {
        there.release();
        back.acquire();
    }
    ends = true;
    there.release();
    other.join();
}

template <class Names>
void latch(benchmark::State& state) {
    for (auto _ : state) {
        typename Names::latch once(1);
        benchmark::DoNotOptimize(once);
        once.count_down();
        once.wait();
    }
}

template <class Names>
void barrier_alone(benchmark::State& state) {
    typename Names::barrier one(1);
    for (auto _ : state)
        Names::arrive_and_wait(one);
}

/// Two threads that meet.
template <class Names>
void barrier_of_two(benchmark::State& state) {
    typename Names::barrier both(2);
    typename Names::thread other([&] {
        for (auto left = state.max_iterations; left != 0; --left)
            Names::arrive_and_wait(both);
    });
    for (auto _ : state)
        Names::arrive_and_wait(both);
    other.join();
}

template <class Names>
void promise(benchmark::State& state) {
    for (auto _ : state) {
        typename Names::template promise<int> given;
        auto awaited = given.get_future();
        given.set_value(1);
        benchmark::DoNotOptimize(awaited.get());
    }
}

template <class Names>
void packaged_task(benchmark::State& state) {
    for (auto _ : state) {
        typename Names::template packaged_task<int(int)> task([](int n) { return n; });
        auto awaited = task.get_future();
        task(1);
        benchmark::DoNotOptimize(awaited.get());
    }
}

/// Two threads give each other a value in turn.
template <class Names>
void promise_there_and_back(benchmark::State& state) {
    using promise = typename Names::template promise<int>;
    promise there;
    promise back;
    auto awaited_there = there.get_future();
    auto awaited_back = back.get_future();
    typename Names::thread other([&] {
        while (awaited_there.get() != 0) {
            there = promise();
            awaited_there = there.get_future();
            back.set_value(1);
        }
    });
    for (auto _ : state) {
        there.set_value(1);
        awaited_back.get();
        back = promise();
        awaited_back = back.get_future();
    }
    there.set_value(0);
    other.join();
}

template <class Names>
void async(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(Names::async([](int n) { return n; }, 1).get());
}

template <class Names>
void deferred(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(Names::deferred([](int n) { return n; }, 1).get());
}

/// Of what was added, each once.
inline std::vector<std::string>& names() {
    static std::vector<std::string> all;
    return all;
}

inline void add(const std::string& name, const std::string& library,
                void (*function)(benchmark::State&)) {
    benchmark::RegisterBenchmark((name + library).c_str(), function);
    if (std::find(names().begin(), names().end(), name) == names().end())
        names().push_back(name);
}

/// What not every library has.
template <class Names>
void add_semaphore_and_latch(const std::string& library) {
    add("semaphore", library, semaphore_alone<Names>);
    add("semaphore, there and back", library, semaphore_there_and_back<Names>);
    add("latch", library, latch<Names>);
    add("deferred function", library, deferred<Names>);
}

template <class Names>
void add_barrier_and_futures(const std::string& library) {
    add("barrier", library, barrier_alone<Names>);
    add("barrier of two", library, barrier_of_two<Names>);
    add("promise and future", library, promise<Names>);
    add("promise and future, there and back", library, promise_there_and_back<Names>);
    add("packaged task", library, packaged_task<Names>);
    add("async", library, async<Names>);
}

} // namespace measured
