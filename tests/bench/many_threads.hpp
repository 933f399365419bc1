// What a thread costs beside many others, on one OS thread: a row for each number of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <tuple>
#include <vector>

#include <weft/thread.hpp>

#include "computed.hpp"

namespace many_threads {

using std::chrono::steady_clock;

inline void wait_for_all() {
    while (weft::count() > 0)
        weft::this_thread::yield();
}

struct costs {
    double start, yield, end, handed, at_once, last_first;
};

/// Started, and waiting; then each of them yields; then all end.
inline void start_yield_end(int n, costs& measured) {
    constexpr int rounds = 10;
    weft::lock_type gate;
    gate.acquire();
    const auto thread = [&] {
        weft::this_thread::yield();
        for (int i = 0; i < rounds; ++i)
            weft::this_thread::yield();
        gate.acquire();
        gate.release();
    };
    double begin = computed();
    for (int i = 0; i < n; ++i)
        weft::start_new_thread(std::ref(thread));
    measured.start = (computed() - begin) / n;
    begin = computed();
    for (int i = 0; i < rounds; ++i)
        weft::this_thread::yield();
    measured.yield = (computed() - begin) / (n * rounds);
    weft::this_thread::yield();
    begin = computed();
    gate.release();
    wait_for_all();
    measured.end = (computed() - begin) / n;
}

/// Each waits with a timeout for a lock of its own, which main releases, the last one first.
inline double released(int n) {
    std::vector<weft::lock_type> locks(static_cast<std::size_t>(n));
    for (auto& lock : locks) {
        lock.acquire();
        weft::start_new_thread([&lock] {
            weft::this_thread::yield();
            static_cast<void>(lock.try_lock_for(std::chrono::hours(1)));
        });
    }
    const double begin = computed();
    weft::this_thread::yield();
    for (auto lock = locks.rbegin(); lock != locks.rend(); ++lock)
        lock->release();
    wait_for_all();
    return (computed() - begin) / n;
}

/// Each waits in vain for the same lock, until the same time, or a time just before that of the one
/// before it; measured from when all times have come.
inline double in_vain(int n, std::chrono::nanoseconds earlier) {
    weft::lock_type held;
    held.acquire();
    const auto last =
        steady_clock::now() + std::chrono::microseconds(20) * n + std::chrono::milliseconds(1);
    for (int i = 0; i < n; ++i) {
        weft::start_new_thread([&held, deadline = last - i * earlier] {
            static_cast<void>(held.try_lock_until(deadline));
        });
    }
    while (steady_clock::now() <= last) {
    }
    const double begin = computed();
    wait_for_all();
    return (computed() - begin) / n;
}

inline double median(std::vector<costs>& all, double costs::*which) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end(),
                     [&](const costs& a, const costs& b) { return a.*which < b.*which; });
    return (*middle).*which;
}

inline void print() {
    std::printf("\nns a thread, beside others\n%8s %9s %9s %9s %9s %9s %9s\n", "threads", "start",
                "yield", "end", "released", "late", "late last");
    for (const int n : {10, 1000, 10000, 30000}) {
        std::vector<costs> all(3);
        for (auto& each : all) {
            start_yield_end(n, each);
            each.handed = released(n);
            each.at_once = in_vain(n, std::chrono::nanoseconds(0));
            each.last_first = in_vain(n, std::chrono::nanoseconds(10));
        }
        std::printf("%8d", n);
        for (const auto which : {&costs::start, &costs::yield, &costs::end, &costs::handed,
                                 &costs::at_once, &costs::last_first})
            std::printf(" %9.1f", median(all, which));
        std::printf("\n");
    }
}

} // namespace many_threads
