// Programs without locks, of the literature: each one's bug is found within so many runs, and its
// fixed twin holds.
#include <atomic>
#include <cstddef>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "threads.hpp"

namespace {

using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;

template <class Program>
void check(Program body, weft::explore_options options) {
    options.stop_at_failure = true;
    const auto found = weft::explore(options, [=] { body(false); });
    CHECK_MESSAGE(found.failed == 1, found);
    CHECK(found.deterministic);
    weft::explore_options again = options;
    again.replay = found.replay;
    CHECK(weft::explore(again, [=] { body(false); }).what == found.what);
    options.runs = 2000;
    const auto twin = weft::explore(options, [=] { body(true); });
    CHECK_MESSAGE(!twin, twin);
}

void lost_update(bool fixed) {
    std::atomic<int> counter = 0;
    {
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                if (fixed)
                    ++counter;
                else
                    counter.store(counter.load() + 1);
            });
        }
    }
    if (counter != 2)
        weft::fail("an update was lost");
}

void spin_lock(bool fixed) {
    std::atomic<bool> held = false;
    int inside = 0;
    threads all;
    for (int i = 0; i < 2; ++i) {
        all.start([&] {
            if (fixed) {
                while (held.exchange(true, memory_order_acquire)) {
                }
            } else {
                while (held.load(memory_order_acquire)) {
                }
                held.store(true, memory_order_relaxed);
            }
            ++inside;
            held.store(false, memory_order_release);
        });
    }
}

/// Peterson's lock needs loads that are not late.
void peterson(bool fixed) {
    const auto order = fixed ? std::memory_order_seq_cst : std::memory_order_acq_rel;
    const auto store = fixed ? order : memory_order_release;
    const auto load = fixed ? order : memory_order_acquire;
    std::atomic<bool> wants[2] = {false, false};
    std::atomic<int> turn = 0;
    std::atomic<int> inside = 0;
    threads all;
    for (int me = 0; me < 2; ++me) {
        all.start([&, me] {
            wants[me].store(true, store);
            turn.store(1 - me, store);
            while (wants[1 - me].load(load) && turn.load(load) == 1 - me) {
            }
            if (inside.fetch_add(1) != 0)
                weft::fail("both are in");
            inside.fetch_sub(1);
            wants[me].store(false, store);
        });
    }
}

/// Treiber's stack, of nodes that are used again: that the first one is the same does not tell that
/// nothing has changed. A number that counts the changes does.
void aba(bool fixed) {
    constexpr unsigned none = 0xFF;
    std::atomic<unsigned> head = 0; // a node, and how often it has changed
    std::atomic<unsigned> next[3] = {1U, 2U, none};
    std::atomic<int> users[3] = {0, 0, 0};
    const unsigned change = fixed ? 0x100 : 0;
    const auto pop = [&] {
        unsigned seen = head.load();
        while ((seen & none) != none) {
            const unsigned then = next[seen & none].load();
            if (head.compare_exchange_strong(seen, ((seen & ~none) + change) | then))
                break;
        }
        seen &= none;
        if (seen != none && users[seen].fetch_add(1) != 0)
            weft::fail("a node was given out twice");
        return seen;
    };
    const auto push = [&](unsigned node) {
        users[node].fetch_sub(1);
        unsigned seen = head.load();
        do
            next[node].store(seen & none);
        while (!head.compare_exchange_strong(seen, ((seen & ~none) + change) | node));
    };
    threads all;
    all.start([&] {
        static_cast<void>(pop());
        static_cast<void>(pop());
    });
    all.start([&] {
        const unsigned first = pop();
        static_cast<void>(pop());
        if (first != none)
            push(first);
    });
}

/// Double-checked locking: what is published without a release is not there.
void double_checked(bool fixed) {
    struct thing {
        int value = 1;
    };
    thing made;
    std::atomic<thing*> published = nullptr;
    weft::lock_type guard;
    threads all;
    for (int i = 0; i < 2; ++i) {
        all.start([&] {
            thing* seen = published.load(fixed ? memory_order_acquire : memory_order_relaxed);
            if (seen == nullptr) {
                guard.acquire();
                seen = published.load(memory_order_relaxed);
                if (seen == nullptr) {
                    made.value = 2;
                    seen = &made;
                    published.store(seen, memory_order_release);
                }
                guard.release();
            }
            if (seen->value != 2)
                weft::fail("it is half made");
        });
    }
}

/// A sequence lock's reader that does not look at the number again.
void torn_read(bool fixed) {
    std::atomic<unsigned> changes = 0;
    std::atomic<int> low = 0;
    std::atomic<int> high = 0;
    threads all;
    all.start([&] {
        changes.fetch_add(1);
        low = 1;
        high = 1;
        changes.fetch_add(1);
    });
    all.start([&] {
        const unsigned before = changes;
        const int seen_low = low;
        const int seen_high = high;
        const bool whole = before % 2 == 0 && (!fixed || changes == before);
        if (whole && seen_low != seen_high)
            weft::fail("it was torn");
    });
}

} // namespace

TEST_CASE("a lost update of an atomic is found") {
    check(lost_update, {.runs = 20});
}
TEST_CASE("a lock that looks first and takes then is found") {
    check(spin_lock, {.runs = 100});
}
TEST_CASE("Peterson's lock without sequential consistency is found") {
    check(peterson, {.runs = 500, .weak_memory = true});
}
TEST_CASE("ABA in a stack without locks is found") {
    check(aba, {.runs = 5000});
}
TEST_CASE("double-checked locking is found") {
    check(double_checked, {.runs = 100});
}
TEST_CASE("a torn read is found") {
    check(torn_read, {.runs = 100});
}

TEST_CASE("all schedules of a program without locks are seen") {
    const auto found = weft::explore({.policy = weft::exhaustive()}, [] { lost_update(true); });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
    CHECK(found.runs > 2);
    CHECK(weft::explore({.policy = weft::exhaustive(1)}, [] { lost_update(false); }));
}

TEST_CASE("what is elsewhere in each run is known by the code that comes to it") {
    const auto body = [] {
        std::atomic<int>& counter = *new std::atomic<int>(0); // which stays
        {
            threads all;
            for (int i = 0; i < 2; ++i)
                all.start([&] { counter.store(counter.load() + 1); });
        }
        if (counter != 2)
            weft::fail("an update was lost");
    };
    CHECK(weft::explore({.runs = 200}, body).failed != 0);
    CHECK(weft::explore({.policy = weft::exhaustive(1), .runs = 1000}, body).failed != 0);
}

TEST_CASE("threads that spin make progress with every policy") {
    for (const weft::policy by : {weft::first_in_line, weft::random_walk, weft::priorities(3),
                                  weft::partial_order, weft::exhaustive(1)}) {
        const auto found = weft::explore({.policy = by, .runs = 500}, [] {
            std::atomic<int> turn = 0;
            threads all;
            all.start([&] {
                while (turn.load(memory_order_acquire) != 2) {
                }
                turn = 3;
            });
            all.start([&] {
                int expected = 1;
                while (!turn.compare_exchange_weak(expected, 2))
                    expected = 1;
            });
            turn = 1;
            while (turn != 3) {
            }
        });
        CHECK_MESSAGE(!found, found);
    }
}

TEST_CASE("so they do where they count how often they look") {
    for (const weft::policy by : {weft::mix, weft::first_in_line, weft::exhaustive(1)}) {
        const auto found = weft::explore({.policy = by, .runs = 50}, [] {
            std::atomic<bool> ready = false;
            std::atomic<int> looks = 0;
            threads all;
            all.start([&] {
                while (!ready.load(memory_order_acquire))
                    looks.fetch_add(1, memory_order_relaxed);
            });
            ready = true;
        });
        CHECK_MESSAGE(!found, found);
    }
}

TEST_CASE("so they do where they look at what is no atomic") {
    const auto found = weft::explore({.runs = 50, .races = false}, [] {
        volatile bool ready = false;
        threads all;
        all.start([&] {
            while (!ready) {
            }
        });
        ready = true;
    });
    CHECK_MESSAGE(!found, found);
}

TEST_CASE("threads that spin for each other for ever are a livelock") {
    const auto found = weft::explore({.runs = 2, .steps = 1000}, [] {
        std::atomic<bool> never = false;
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                while (!never) {
                }
            });
        }
    });
    CHECK(found.what == "livelock: more than 1000 steps");
    const auto computing = weft::explore({.runs = 2, .steps = 100}, [] {
        std::atomic<int> value = 0; // what is the loop's alone is not seen
        for (const volatile std::atomic<int>* each = &value;;)
            static_cast<void>(each->load());
    });
    CHECK(computing.what == "livelock: more than 100 steps");
}
