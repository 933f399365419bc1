// What loads of atomics may return: the model of C++20 [atomics.order], without what plain stores
// and load buffering would add.
#include <atomic>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "threads.hpp"

namespace {

using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;
using order = std::memory_order;

template <class Body>
weft::exploration explored(Body body, weft::policy by = weft::exhaustive()) {
    auto found = weft::explore({.policy = by, .runs = 200'000, .weak_memory = true}, body);
    CHECK(found.deterministic);
    return found;
}

template <class Body>
void may_fail(Body body) {
    const auto found = explored(body);
    CHECK_MESSAGE(found.failed != 0, found);
    const auto again = weft::explore({.replay = found.replay, .weak_memory = true}, body);
    CHECK(again.what == found.what);
    CHECK(weft::explore({.runs = 1000, .weak_memory = true}, body).failed != 0);
}

template <class Body>
void never_fails(Body body, weft::policy by = weft::exhaustive()) {
    const auto found = explored(body, by);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

/// Each thread stores to one object, and loads the other one.
void store_buffering(order store, order load, bool fences) {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    int seen_y = 1;
    int seen_x = 1;
    {
        threads all;
        all.start([&] {
            x.store(1, store);
            if (fences)
                std::atomic_thread_fence(memory_order_seq_cst);
            seen_y = y.load(load);
        });
        all.start([&] {
            y.store(1, store);
            if (fences)
                std::atomic_thread_fence(memory_order_seq_cst);
            seen_x = x.load(load);
        });
    }
    if (seen_x == 0 && seen_y == 0)
        weft::fail("neither has seen the other's store");
}

void message_passing(order store, order load) {
    std::atomic<int> data = 0;
    std::atomic<int> ready = 0;
    threads all;
    all.start([&] {
        data.store(1, memory_order_relaxed);
        ready.store(1, store);
    });
    all.start([&] {
        if (ready.load(load) == 1 && data.load(memory_order_relaxed) != 1)
            weft::fail("the message is not there");
    });
}

void message_passing_by_fences(order store, order load) {
    std::atomic<int> data = 0;
    std::atomic<int> ready = 0;
    threads all;
    all.start([&] {
        data.store(1, memory_order_relaxed);
        std::atomic_thread_fence(store);
        ready.store(1, memory_order_relaxed);
    });
    all.start([&] {
        if (ready.load(memory_order_relaxed) != 1)
            return;
        std::atomic_thread_fence(load);
        if (data.load(memory_order_relaxed) != 1)
            weft::fail("the message is not there");
    });
}

/// Two threads look at the stores of two others.
void independent_reads(order store, order load) {
    std::atomic<int> x = 0;
    std::atomic<int> y = 0;
    int first[2] = {};
    int second[2] = {};
    {
        threads all;
        all.start([&] { x.store(1, store); });
        all.start([&] { y.store(1, store); });
        all.start([&] {
            first[0] = x.load(load);
            second[0] = y.load(load);
        });
        all.start([&] {
            first[1] = y.load(load);
            second[1] = x.load(load);
        });
    }
    if (first[0] == 1 && second[0] == 0 && first[1] == 1 && second[1] == 0)
        weft::fail("they do not agree which came first");
}

} // namespace

TEST_CASE(
    "stores may be seen after the loads that follow them, but not in sequential consistency") {
    may_fail([] { store_buffering(memory_order_relaxed, memory_order_relaxed, false); });
    may_fail([] { store_buffering(memory_order_release, memory_order_acquire, false); });
    never_fails([] { store_buffering(memory_order_seq_cst, memory_order_seq_cst, false); });
}

TEST_CASE("nor with sequentially consistent fences between them") {
    never_fails([] { store_buffering(memory_order_relaxed, memory_order_relaxed, true); });
}

TEST_CASE("a message is there only with both release and acquire") {
    never_fails([] { message_passing(memory_order_release, memory_order_acquire); });
    may_fail([] { message_passing(memory_order_relaxed, memory_order_acquire); });
    may_fail([] { message_passing(memory_order_release, memory_order_relaxed); });
}

TEST_CASE("fences do the same for what is relaxed") {
    never_fails([] { message_passing_by_fences(memory_order_release, memory_order_acquire); });
    may_fail([] { message_passing_by_fences(memory_order_acquire, memory_order_acquire); });
    may_fail([] { message_passing_by_fences(memory_order_release, memory_order_release); });
}

TEST_CASE("a value does not go back for who has seen a newer one") {
    never_fails([] {
        std::atomic<int> value = 0;
        threads all;
        all.start([&] {
            value.store(1, memory_order_relaxed);
            value.store(2, memory_order_relaxed);
        });
        all.start([&] {
            const int first = value.load(memory_order_relaxed);
            if (value.load(memory_order_relaxed) < first)
                weft::fail("it has gone back");
        });
    });
}

TEST_CASE("nor for who knows of one that has") {
    never_fails([] {
        std::atomic<int> value = 0;
        std::atomic<int> told = 0;
        threads all;
        all.start([&] { value.store(1, memory_order_relaxed); });
        all.start([&] {
            if (value.load(memory_order_relaxed) == 1)
                told.store(1, memory_order_release);
        });
        all.start([&] {
            if (told.load(memory_order_acquire) == 1 && value.load(memory_order_relaxed) != 1)
                weft::fail("it has gone back");
        });
    });
}

TEST_CASE("who reads to write has the last value") {
    never_fails([] {
        std::atomic<int> count = 0;
        {
            threads all;
            for (int i = 0; i < 2; ++i)
                all.start([&] { count.fetch_add(1, memory_order_relaxed); });
        }
        if (count.load(memory_order_relaxed) != 2)
            weft::fail("one was lost");
    });
}

TEST_CASE("threads need not agree on an order of stores, but in sequential consistency") {
    for (const weft::policy by : {weft::exhaustive(0), weft::mix}) {
        const auto never = weft::explore({.policy = by, .runs = 20'000, .weak_memory = true}, [] {
            independent_reads(memory_order_seq_cst, memory_order_seq_cst);
        });
        CHECK_MESSAGE(!never, never);
    }
    // No thread has to be preempted for it.
    CHECK(weft::explore({.policy = weft::exhaustive(0), .runs = 20'000, .weak_memory = true}, [] {
              independent_reads(memory_order_release, memory_order_acquire);
          }).failed != 0);
}

TEST_CASE("what a fence has ordered is handed on") {
    const auto body = [] {
        std::atomic<int> x = 0;
        std::atomic<int> y = 0;
        std::atomic<int> z = 0;
        int seen_y = 1;
        int seen_x = 1;
        {
            threads all;
            all.start([&] {
                x.store(1, memory_order_relaxed);
                std::atomic_thread_fence(memory_order_seq_cst);
                seen_y = y.load(memory_order_relaxed);
            });
            all.start([&] {
                y.store(1, memory_order_relaxed);
                std::atomic_thread_fence(memory_order_seq_cst);
                z.store(1, memory_order_release);
            });
            all.start([&] {
                if (z.load(memory_order_acquire) == 1)
                    seen_x = x.load(memory_order_relaxed);
            });
        }
        if (seen_x == 0 && seen_y == 0)
            weft::fail("neither fence came first");
    };
    never_fails(body, weft::exhaustive(1));
    CHECK_FALSE(weft::explore({.runs = 20'000, .weak_memory = true}, body));
}

/// What a thread has read in sequential consistency, another one sees that comes later in that
/// order.
TEST_CASE("a sequentially consistent load counts in their order") {
    const auto later = [](bool by_fence) {
        std::atomic<int> x = 0;
        std::atomic<int> y = 0;
        int a = 0;
        int b = 0;
        int c = 1;
        {
            threads all;
            all.start([&] { x.store(1, memory_order_release); });
            all.start([&] {
                a = x.load(memory_order_seq_cst);
                b = y.load(memory_order_seq_cst);
            });
            all.start([&] {
                if (by_fence) {
                    y.store(1, memory_order_relaxed);
                    std::atomic_thread_fence(memory_order_seq_cst);
                    c = x.load(memory_order_relaxed);
                } else {
                    y.store(1, memory_order_seq_cst);
                    c = x.load(memory_order_seq_cst);
                }
            });
        }
        if (a == 1 && b == 0 && c == 0)
            weft::fail("it has gone back");
    };
    never_fails([=] { later(false); });
    never_fails([=] { later(true); });
}

TEST_CASE("all schedules have fences before stores that they do not order") {
    may_fail([] {
        std::atomic<int> y = 0;
        std::atomic<int> z = 0;
        threads all;
        all.start([&] {
            y.store(1, memory_order_seq_cst);
            z.store(1, memory_order_relaxed);
        });
        all.start([&] {
            std::atomic_thread_fence(memory_order_seq_cst);
            if (z.load(memory_order_relaxed) == 1 && y.load(memory_order_relaxed) == 0)
                weft::fail("the fence came first");
        });
    });
}

TEST_CASE("who loads many atomics does not poll") {
    may_fail([] {
        std::atomic<int> data = 0;
        std::atomic<int> ready = 0;
        std::atomic<int> other = 0;
        threads all;
        all.start([&] {
            data.store(1, memory_order_relaxed);
            ready.store(1, memory_order_relaxed);
        });
        all.start([&] {
            int sum = other.load(memory_order_relaxed);
            sum += other.load(memory_order_relaxed);
            sum += other.load(memory_order_relaxed);
            sum += other.load(memory_order_relaxed);
            sum += other.load(memory_order_relaxed);
            if (sum == 0 && ready.load(memory_order_relaxed) == 1 &&
                data.load(memory_order_relaxed) == 0)
                weft::fail("the message is not there");
        });
    });
}

TEST_CASE("loads return the last value where that is not asked for") {
    const auto found = weft::explore({.policy = weft::exhaustive()}, [] {
        store_buffering(memory_order_relaxed, memory_order_relaxed, false);
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("operations of all sizes do what the standard says") {
    const auto found = weft::explore({.runs = 2}, [] {
        const auto check = [](auto value) {
            using T = decltype(value);
            std::atomic<T> object = static_cast<T>(5);
            T expected = 4;
            if (object.compare_exchange_strong(expected, 1) || expected != 5)
                weft::fail("it was replaced");
            if (!object.compare_exchange_weak(expected, 6) || object.exchange(7) != 6)
                weft::fail("it was not replaced");
            if (object.fetch_add(3) != 7 || object.fetch_sub(2) != 10 || object.fetch_or(16) != 8 ||
                object.fetch_and(9) != 24 || object.fetch_xor(3) != 8 || object.load() != 11)
                weft::fail("it holds something else");
        };
        check(std::uint8_t());
        check(std::uint16_t());
        check(std::uint32_t());
        check(std::uint64_t());
        check(std::int64_t());
    });
    CHECK_MESSAGE(!found, found);
}

TEST_CASE("also where nothing is explored") {
    std::atomic<int> object = 5;
    int expected = 5;
    CHECK(object.compare_exchange_strong(expected, 6));
    CHECK_FALSE(object.compare_exchange_strong(expected, 7));
    CHECK(expected == 6);
    CHECK(object.fetch_add(2) == 6);
    CHECK(object.exchange(1) == 8);
    object.store(3);
    CHECK(object.load() == 3);
}
