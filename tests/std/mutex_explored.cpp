// Programs with mutexes, under all schedules with two preemptions: the wrong ones are found, and
// the right ones hold.
#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"

using namespace std::chrono_literals;

namespace {

weft::exploration all_of(void (*body)(), unsigned preemptions = support::preemptions) {
    return weft::explore({.policy = weft::exhaustive(preemptions), .runs = 1'000'000}, body);
}

template <class Mutex>
void three_count() {
    Mutex mutex;
    int value = 0;
    {
        threads all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                const weft::lock_guard held(mutex);
                const int seen = value;
                weft::this_thread::yield();
                value = seen + 1;
            });
        }
    }
    if (value != 3)
        weft::fail("two threads had it");
    if (!mutex.try_lock())
        weft::fail("it is still held");
    mutex.unlock();
}

template <class Mutex>
void one_gives_up() {
    Mutex mutex;
    bool is_alone = true;
    const auto use = [&] {
        if (!std::exchange(is_alone, false))
            weft::fail("two threads had it");
        weft::this_thread::yield();
        is_alone = true;
    };
    threads all;
    for (int i = 0; i < 2; ++i) {
        all.start([&] {
            const weft::lock_guard held(mutex);
            use();
        });
    }
    all.start([&] {
        if (const weft::unique_lock held(mutex, 1s); held)
            use();
    });
}

template <bool at_once>
void two_orders() {
    weft::mutex left;
    weft::mutex right;
    const auto use = [](weft::mutex& first, weft::mutex& second) {
        if constexpr (at_once) {
            const weft::scoped_lock both(first, second);
        } else {
            const weft::lock_guard one(first);
            const weft::lock_guard other(second);
        }
    };
    threads all;
    all.start([&] { use(left, right); });
    all.start([&] { use(right, left); });
}

} // namespace

TEST_CASE_TEMPLATE("no two threads have a mutex, and no wake-up is lost", Mutex, weft::mutex,
                   weft::timed_mutex, weft::recursive_mutex, weft::recursive_timed_mutex) {
    const auto found = all_of(three_count<Mutex>);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
    const auto by_chance = weft::explore({.runs = support::random_schedules}, three_count<Mutex>);
    CHECK_MESSAGE(!by_chance, by_chance);
}

TEST_CASE_TEMPLATE("nor where a thread gives up", Mutex, weft::timed_mutex,
                   weft::recursive_timed_mutex) {
    const auto found = all_of(one_gives_up<Mutex>);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("a deadlock by the order of mutexes is found, and scoped_lock makes none") {
    CHECK(all_of(two_orders<false>, 2).what == "deadlock");
    const auto found = all_of(two_orders<true>);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("a run fails where a thread unlocks what it does not hold") {
    const auto found = weft::explore({.runs = 100}, [] {
        weft::mutex mutex;
        mutex.lock();
        threads all;
        all.start([&] { mutex.unlock(); });
    });
    CHECK(found.failed == found.runs);
    CHECK(found.what.find(" unlocks mutex ") != std::string::npos);
    CHECK(found.what.find(", which main holds") != std::string::npos);
}
