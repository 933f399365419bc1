// Threads that hand locks to one another.
#include <atomic>
#include <memory>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;

TEST_CASE("acquire() waits until the lock is released by another thread") {
    lock_type lock;
    lock_type waiting;
    lock_type ended;
    lock.acquire();
    waiting.acquire();
    ended.acquire();
    int value = 0;
    int seen = 0;
    bool acquired = false;
    start_new_thread([&] {
        waiting.release();
        acquired = lock.acquire();
        seen = value;
        ended.release();
    });
    wait_for(waiting);
    CHECK_FALSE(ended.try_lock());
    value = 42;
    lock.release();
    wait_for(ended);
    wait_for_threads();
    CHECK(acquired);
    CHECK(seen == 42);
    CHECK(lock.locked());
}

TEST_CASE("two threads take turns by two locks, and see what the other wrote before its release") {
    constexpr int rounds = 5000;
    lock_type ping;
    lock_type pong;
    ping.acquire();
    pong.acquire();
    int value = 0;
    bool in_turn = true;
    start_new_thread([&] {
        for (int round = 0; round < rounds; ++round) {
            ping.acquire();
            in_turn = in_turn && value == 2 * round + 1;
            ++value;
            pong.release();
        }
    });
    for (int round = 0; round < rounds; ++round) {
        ++value;
        ping.release();
        wait_for(pong);
    }
    wait_for_threads();
    CHECK(in_turn);
    CHECK(value == 2 * rounds);
}

TEST_CASE("a ring of threads passes a value round by locks that the next one releases") {
    constexpr std::size_t threads = 32;
    constexpr int rounds = 50;
    std::vector<lock_type> turn(threads + 1);
    for (auto& lock : turn)
        lock.acquire();
    int value = 0;
    for (std::size_t i = 0; i < threads; ++i) {
        start_new_thread([&, i] {
            for (int round = 0; round < rounds; ++round) {
                turn[i].acquire();
                ++value;
                turn[i + 1].release();
            }
        });
    }
    for (int round = 0; round < rounds; ++round) {
        turn[0].release();
        wait_for(turn[threads]);
    }
    wait_for_threads();
    CHECK(value == static_cast<int>(threads) * rounds);
}

TEST_CASE("a producer and two consumers share a slot that two locks guard") {
    constexpr int items = 2000;
    constexpr int consumers = 2;
    lock_type empty;
    lock_type full;
    full.acquire();
    int slot = 0;
    int sums[consumers] = {};
    for (int& sum : sums) {
        start_new_thread([&] {
            for (;;) {
                full.acquire();
                const int item = slot;
                empty.release();
                if (item == 0)
                    return;
                sum += item;
            }
        });
    }
    const auto put = [&](int item) {
        wait_for(empty);
        slot = item;
        full.release();
    };
    for (int item = 1; item <= items; ++item)
        put(item);
    for (int consumer = 0; consumer < consumers; ++consumer)
        put(0);
    wait_for(empty);
    wait_for_threads();
    CHECK(sums[0] + sums[1] == items * (items + 1) / 2);
}

TEST_CASE("release() lets one of the threads that wait acquire the lock") {
    constexpr int threads = 16;
    lock_type gate;
    lock_type entered;
    gate.acquire();
    entered.acquire();
    int inside = 0;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            gate.acquire();
            ++inside;
            entered.release();
        });
    }
    for (int i = 1; i <= threads; ++i) {
        gate.release();
        wait_for(entered);
        CHECK(inside == i);
        CHECK(gate.locked());
    }
    wait_for_threads();
}

TEST_CASE("an exception in one thread leaves those that wait for a lock waiting") {
    const support::excepthook_while hook(support::ignore_report);
    lock_type lock;
    lock_type ended;
    lock.acquire();
    ended.acquire();
    start_new_thread([&] {
        lock.acquire();
        ended.release();
    });
    support::run([] { throw 1; });
    CHECK_FALSE(ended.try_lock());
    lock.release();
    wait_for(ended);
    wait_for_threads();
}

TEST_CASE("threads that live at the same time have different identifiers, and count") {
    constexpr std::size_t threads = 64;
    lock_type gate;
    gate.acquire();
    std::vector<weft::ident_t> inside(threads);
    std::vector<weft::ident_t> returned;
    for (std::size_t i = 0; i < threads; ++i) {
        returned.push_back(start_new_thread([&, i] {
            inside[i] = weft::get_ident();
            gate.acquire();
            inside[i] = inside[i] == weft::get_ident() ? inside[i] : 0;
            gate.release();
        }));
        CHECK(weft::count() == i + 1);
    }
    gate.release();
    wait_for_threads();
    wait_for(gate);
    CHECK(inside == returned);
}

TEST_CASE("a lock may be destroyed by whoever has acquired it, while it is being released") {
    for (int i = 0; i < 500; ++i) {
        auto lock = std::make_unique<lock_type>();
        lock->acquire();
        start_new_thread([&released = *lock] { released.release(); });
        wait_for(*lock);
        lock.reset();
    }
    wait_for_threads();
}

TEST_CASE("a loop that yields until others have done something ends") {
    constexpr int threads = 4;
    std::atomic<int> arrived = 0;
    lock_type all_arrived;
    all_arrived.acquire();
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            if (++arrived == threads)
                all_arrived.release();
            while (arrived < threads)
                weft::this_thread::yield();
        });
    }
    wait_for(all_arrived);
    wait_for_threads();
    CHECK(arrived == threads);
}
