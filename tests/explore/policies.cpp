// How schedules are chosen.
#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>
#include <weft/thread.hpp>

#include "programs.hpp"
#include "threads.hpp"

using weft::explore;
using weft::lock_type;
using weft::start_new_thread;

namespace {

void sold_twice() {
    programs::sold_twice(false);
}

/// Two threads of two steps each, and what order they came in.
std::string order_of(std::size_t runs, weft::policy by, std::uint64_t seed = 1) {
    std::string all;
    const auto found = explore({.policy = by, .runs = runs, .seed = seed}, [&] {
        lock_type lock;
        {
            threads both;
            for (const char name : {'a', 'b'}) {
                both.start([&, name] {
                    for (int i = 0; i < 2; ++i) {
                        const weft::lock_guard guard(lock);
                        all += name;
                    }
                });
            }
        }
        all += ' ';
    });
    CHECK_MESSAGE(!found, found);
    return all;
}

} // namespace

TEST_CASE("each policy but the first in line finds a bug") {
    for (const weft::policy by : {weft::mix, weft::random_walk, weft::priorities(),
                                  weft::partial_order, weft::exhaustive(1), weft::exhaustive()}) {
        const auto found = explore({.policy = by, .stop_at_failure = true}, sold_twice);
        CHECK_MESSAGE(found.what == "sold twice", found);
    }
    CHECK_FALSE(explore({.policy = weft::first_in_line, .runs = 10}, sold_twice));
}

TEST_CASE("first in line is what a program does that is not steered") {
    const auto body = [](std::string& done) {
        lock_type lock;
        lock.acquire();
        for (const char name : {'a', 'b', 'c'}) {
            start_new_thread([&, name] {
                done += name;
                weft::this_thread::yield();
                const weft::lock_guard guard(lock);
                done += name;
                weft::this_thread::yield();
            });
        }
        done += 'm';
        weft::this_thread::yield();
        lock.release();
        done += 'm';
        while (weft::count() != 0)
            weft::this_thread::yield();
    };
    std::string unsteered;
    body(unsteered);
    std::string steered;
    CHECK_FALSE(explore({.policy = weft::first_in_line, .runs = 1}, [&] { body(steered); }));
    CHECK(steered == unsteered);
}

TEST_CASE("the same seed makes the same schedules, another one others") {
    for (const weft::policy by :
         {weft::mix, weft::random_walk, weft::priorities(), weft::partial_order}) {
        const std::string all = order_of(100, by, 7);
        CHECK(order_of(100, by, 7) == all);
        CHECK(order_of(100, by, 8) != all);
    }
}

TEST_CASE("a seed makes the same schedules on every platform") {
    CHECK(order_of(12, weft::random_walk) ==
          "aabb abab abab aabb aabb aabb abab aabb baba aabb aabb abab aabb ");
    CHECK(order_of(12, weft::priorities()) ==
          "baab abba abba aabb bbaa abba abba baab abba bbaa baab aabb aabb ");
    CHECK(order_of(12, weft::partial_order) ==
          "aabb aabb aabb abab aabb bbaa aabb baab abba baba abab aabb abba ");
    CHECK(explore(sold_twice).replay == "3");
}

TEST_CASE("a schedule that was told on another platform is replayed") {
    const struct {
        programs::program body;
        std::string replay;
        std::string what;
    } recorded[] = {
        {programs::lost_update, "0,2.2,1,1.2", "an update was lost"},
        {programs::aba, "2,5,i", "a node was given out twice"},
        {programs::lock_order, "0,0,1", "deadlock"},
        {programs::readers_and_writer, "0,1,5,1.2,4", "it was read while it was written"},
    };
    for (const auto& each : recorded) {
        const auto found = explore({.replay = each.replay}, [&] { each.body(false); });
        CHECK_MESSAGE(found.what == each.what, found);
        CHECK(found.replay == each.replay);
    }
}

TEST_CASE("an exhaustive search says how many schedules hold") {
    const auto two = [] {
        lock_type lock;
        threads other;
        other.start([&] { const weft::lock_guard guard(lock); });
        const weft::lock_guard guard(lock);
    };
    const auto none = explore({.policy = weft::exhaustive(0)}, two);
    CHECK(none.complete);
    CHECK(none.text() ==
          "all " + std::to_string(none.runs) + " schedules with up to 0 preemptions hold\n");
    const auto one = explore({.policy = weft::exhaustive(1)}, two);
    CHECK(one.complete);
    CHECK(one.runs > none.runs);
    CHECK(one.text() ==
          "all " + std::to_string(one.runs) + " schedules with up to 1 preemption hold\n");
    const auto all = explore({.policy = weft::exhaustive()}, two);
    CHECK(all.complete);
    CHECK(all.text() == "all " + std::to_string(all.runs) + " schedules hold\n");
    const auto some = explore({.policy = weft::exhaustive(), .runs = 2}, two);
    CHECK_FALSE(some.complete);
    CHECK(some.text() == "2 runs hold\n");
}

TEST_CASE("an exhaustive search makes each order of steps on one lock, once") {
    const auto orders = [](int locks) {
        std::vector<std::string> seen;
        const auto found = explore({.policy = weft::exhaustive()}, [&] {
            std::string order;
            lock_type lock[2];
            {
                threads both;
                for (const int i : {0, 1}) {
                    both.start([&, i] {
                        if (lock[i % locks].acquire(false)) {
                            order += static_cast<char>('a' + i);
                            lock[i % locks].release();
                        } else {
                            order += '-';
                        }
                    });
                }
            }
            seen.push_back(order);
        });
        CHECK_MESSAGE(!found, found);
        CHECK(found.complete);
        return seen;
    };
    const auto shared = orders(1);
    for (const char* const wanted : {"ab", "ba"})
        CHECK(std::count(shared.begin(), shared.end(), wanted) > 0);
    CHECK(std::count_if(shared.begin(), shared.end(), [](const std::string& order) {
              return order.find('-') != std::string::npos;
          }) > 0);
    CHECK(orders(2).size() < shared.size());
}

TEST_CASE("an exhaustive search finds what comes after others were let go first several times") {
    for (int yields = 0; yields < 4; ++yields) {
        const auto found = explore({.policy = weft::exhaustive()}, [&] {
            lock_type lock;
            bool set = false;
            threads other;
            other.start([&] {
                for (int i = 0; i < yields; ++i)
                    weft::this_thread::yield();
                const weft::lock_guard guard(lock);
                set = true;
            });
            const weft::lock_guard guard(lock);
            if (set)
                weft::fail("it was set");
        });
        CHECK(found.failed != 0);
    }
}

TEST_CASE(
    "an exhaustive search that leaves out how often threads poll does not say that all hold") {
    const auto found = explore({.policy = weft::exhaustive(), .runs = 100'000}, [] {
        start_new_thread([] {});
        while (weft::count() != 0)
            weft::this_thread::yield();
    });
    CHECK_MESSAGE(!found, found);
    CHECK_FALSE(found.complete);
    CHECK(found.runs < 100'000);
}

TEST_CASE("a look whether a lock is held is a step on it") {
    const auto found = explore({.policy = weft::exhaustive()}, [] {
        lock_type lock;
        threads both;
        both.start([&] {
            if (lock.locked())
                weft::fail("it is held");
        });
        both.start([&] { const weft::lock_guard guard(lock); });
    });
    CHECK(found.what == "it is held");
}

TEST_CASE("neighbouring seeds have no schedules in common but by chance") {
    const std::string first = order_of(100, weft::random_walk, 1).substr(5);
    CHECK(order_of(100, weft::random_walk, 2).find(first.substr(0, 100)) == std::string::npos);
}

TEST_CASE("which of those that wait gets a lock is chosen") {
    bool was_first[3] = {};
    const auto found = explore({.policy = weft::exhaustive(2)}, [&] {
        lock_type lock;
        lock.acquire();
        int next = 0;
        for (int i = 0; i < 3; ++i) {
            start_new_thread([&, i] {
                const weft::lock_guard guard(lock);
                if (next++ == 0)
                    was_first[i] = true;
            });
        }
        lock.release();
        while (weft::count() != 0)
            weft::this_thread::yield();
    });
    CHECK_MESSAGE(!found, found);
    for (const bool each : was_first)
        CHECK(each);
}

TEST_CASE("the schedule that is told is made short") {
    // A run has dozens of choices, of which a random walk takes most otherwise.
    const auto found = explore({.policy = weft::random_walk}, [] { programs::lost_update(false); });
    CHECK(found.failed != 0);
    CHECK_MESSAGE(std::count(found.replay.begin(), found.replay.end(), ',') < 8, found);
}
