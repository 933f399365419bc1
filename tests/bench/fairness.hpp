// How a lock is shared by real threads that all want it all the time: the part of the least lucky.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include <weft/lock.hpp>

#include "median.hpp"

namespace fairness {

/// Of what each of `threads` would have if all had the same, the part that the least lucky had.
template <class Lock>
double least_lucky(int threads) {
    Lock lock;
    std::atomic<bool> done = false;
    std::vector<long> times(static_cast<std::size_t>(threads));
    lock.lock(); // until all have been started
    std::vector<std::thread> all;
    for (long& each : times) {
        all.emplace_back([&lock, &done, &each] {
            while (!done) {
                const std::lock_guard guard(lock);
                ++each;
            }
        });
    }
    lock.unlock();
    std::this_thread::sleep_for(threads * std::chrono::milliseconds(25));
    done = true;
    for (std::thread& each : all)
        each.join();
    double sum = 0;
    for (const long each : times)
        sum += static_cast<double>(each);
    return static_cast<double>(*std::min_element(times.begin(), times.end())) * threads / sum;
}

inline void print() {
    for (const int threads : {2, 8, 32}) {
        std::vector<double> ours;
        std::vector<double> theirs;
        for (int round = 0; round < 5; ++round) {
            ours.push_back(least_lucky<weft::lock_type>(threads));
            theirs.push_back(least_lucky<std::mutex>(threads));
        }
        std::printf("the least lucky of %2d threads has %.2f of its part of weft::lock_type, and "
                    "%.2f of std::mutex\n",
                    threads, median(ours), median(theirs));
    }
}

} // namespace fairness
