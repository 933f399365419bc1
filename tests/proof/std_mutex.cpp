// The mutexes and what locks several of them, step by step, under all schedules up to a bound: no
// two threads hold one, no wake-up is lost, no order makes a deadlock, and who has one may destroy
// it.
#include <chrono>
#include <cstddef>
#include <cstring>
#include <new>

#include <weft/std/mutex.hpp>

#include "check.hpp"
#include "inside.hpp"
#include "parking.hpp"
#include "together.hpp"

using namespace std::chrono_literals;
using proof::check_all;
using proof::check_some;
using proof::inside;
using proof::together;

namespace {

template <class Mutex>
void one_gives_up(int early_returns) {
    proof::begin_run(early_returns);
    Mutex mutex;
    int counter = 0;
    const auto use = [&] {
        const weft::lock_guard held(mutex);
        const inside alone(counter);
    };
    together all;
    all.start([&] {
        use();
        use();
    });
    all.start([&] {
        if (const weft::unique_lock held(mutex, 1s); held)
            const inside alone(counter);
    });
    all.start(use);
}

void each_has_it_twice(int early_returns) {
    proof::begin_run(early_returns);
    weft::recursive_timed_mutex mutex;
    int counter = 0;
    together all;
    for (int i = 0; i < 3; ++i) {
        all.start([&] {
            const weft::lock_guard once(mutex);
            const inside alone(counter);
            const weft::unique_lock twice(mutex, 1s);
            if (!twice)
                weft::fail("its owner waits for it");
        });
    }
}

template <class Mutex>
void last_one_destroys(int early_returns) {
    proof::begin_run(early_returns);
    alignas(Mutex) std::byte place[sizeof(Mutex)];
    auto* const mutex = ::new (static_cast<void*>(place)) Mutex;
    std::byte garbage[sizeof(Mutex)];
    std::memset(garbage, 0x57, sizeof garbage);
    int counter = 0;
    int uses = 0;
    {
        together all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                mutex->lock();
                const bool is_last = ++uses == 3;
                { const inside alone(counter); }
                mutex->unlock();
                if (is_last)
                    std::memcpy(place, garbage, sizeof garbage);
            });
        }
    }
    if (std::memcmp(place, garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

void two_at_once(int early_returns) {
    proof::begin_run(early_returns);
    weft::mutex left;
    weft::mutex right;
    int left_counter = 0;
    int right_counter = 0;
    together all;
    all.start([&] {
        const weft::scoped_lock both(left, right);
        const inside alone_left(left_counter);
        const inside alone_right(right_counter);
    });
    all.start([&] {
        const weft::scoped_lock both(right, left);
        const inside alone_left(left_counter);
        const inside alone_right(right_counter);
    });
    all.start([&] {
        const weft::lock_guard one(right);
        const inside alone(right_counter);
    });
}

void three_in_a_ring(int early_returns) {
    proof::begin_run(early_returns);
    weft::mutex mutexes[3];
    int counters[3] = {};
    together all;
    for (int i = 0; i < 3; ++i) {
        all.start([&, i] {
            const weft::scoped_lock held(mutexes[i], mutexes[(i + 1) % 3], mutexes[(i + 2) % 3]);
            const inside alone(counters[0]);
        });
    }
}

} // namespace

TEST_CASE("who gives up loses no wake-up, in all schedules with two preemptions") {
    check_all(2, one_gives_up<weft::timed_mutex>, 0);
    check_all(1, one_gives_up<weft::timed_mutex>, 2);
    check_all(2, one_gives_up<weft::recursive_timed_mutex>, 0);
    check_all(1, one_gives_up<weft::recursive_timed_mutex>, 2);
}

TEST_CASE("the owner of a recursive mutex has it again without waiting") {
    check_all(2, each_has_it_twice, 0);
    check_all(1, each_has_it_twice, 1);
}

TEST_CASE("who has a mutex may destroy it") {
    check_all(2, last_one_destroys<weft::mutex>, 0);
    check_all(1, last_one_destroys<weft::mutex>, 1);
    check_all(2, last_one_destroys<weft::recursive_mutex>, 0);
}

TEST_CASE("several are locked in any order") {
    check_all(2, two_at_once, 0);
    check_all(1, two_at_once, 1);
    check_all(2, three_in_a_ring, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(one_gives_up<weft::timed_mutex>, 3);
    check_some(one_gives_up<weft::recursive_timed_mutex>, 3);
    check_some(each_has_it_twice, 3);
    check_some(last_one_destroys<weft::mutex>, 3);
    check_some(two_at_once, 3);
    check_some(three_in_a_ring, 3);
}
