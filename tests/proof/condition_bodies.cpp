#include "condition_bodies.hpp"

#include <chrono>

#include <weft/std/condition_variable.hpp>

#include "parking.hpp"
#include "together.hpp"

using namespace std::chrono_literals;

void proof::one_gives_up(int early_returns) {
    begin_run(early_returns);
    weft::mutex mutex;
    weft::condition_variable condition;
    bool is_there = false;
    together all;
    all.start([&] {
        weft::unique_lock held(mutex);
        condition.wait(held, [&] { return is_there; });
    });
    all.start([&] {
        weft::unique_lock held(mutex);
        if (condition.wait_for(held, 1s) == weft::cv_status::no_timeout)
            condition.notify_one();
    });
    all.start([&] {
        {
            const weft::lock_guard held(mutex);
            is_there = true;
        }
        condition.notify_one();
    });
}
