// Threads of C++'s that are stopped.
#include <chrono>
#include <latch>
#include <mutex>
#include <sched.h>
#include <shared_mutex>
#include <stop_token>
#include <thread>

#include <doctest/doctest.h>

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
