// condition_variable, condition_variable_any: threads that wait for each other.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

#include <weft/std/condition_variable.hpp>
#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::condition_variable;
using weft::condition_variable_any;
using weft::cv_status;
using weft::jthread;
using weft::lock_guard;
using weft::mutex;
using weft::stop_token;
using weft::thread;
using weft::unique_lock;
using namespace std::chrono_literals;

namespace {

using lock = unique_lock<mutex>;

/// Threads that wait for the condition, and count that they have been woken.
template <class Condition>
class waiters {
  public:
    explicit waiters(int number) {
        for (int i = 0; i < number; ++i)
            threads_.emplace_back([this] { wait(); });
        until([this] { return waiting_; }, number);
    }
    ~waiters() {
        {
            const lock_guard held(mutex_);
            tokens_ = static_cast<int>(threads_.size());
        }
        condition.notify_all();
        for (thread& each : threads_)
            each.join();
    }
    waiters(const waiters&) = delete;
    waiters& operator=(const waiters&) = delete;

    /// Lets `number` of them go on, once they have been woken.
    void allow(int number) {
        const lock_guard held(mutex_);
        tokens_ += number;
    }

    void wait_until_gone(int number) {
        until([this] { return gone_; }, number);
    }

    int gone() {
        const lock_guard held(mutex_);
        return gone_;
    }

    Condition condition;

  private:
    template <class Count>
    void until(Count count, int number) {
        for (;;) {
            {
                const lock_guard held(mutex_);
                if (count() >= number)
                    return;
            }
            support::pause();
        }
    }

    void wait() {
        lock held(mutex_);
        ++waiting_;
        condition.wait(held, [this] { return tokens_ > 0; });
        --tokens_;
        ++gone_;
    }

    mutex mutex_;
    int waiting_ = 0;
    int tokens_ = 0;
    int gone_ = 0;
    std::vector<thread> threads_;
};

} // namespace

TEST_CASE_TEMPLATE("notify_one ends a wait", Condition, condition_variable,
                   condition_variable_any) {
    waiters<Condition> all(5);
    for (int i = 1; i <= 5; ++i) {
        all.allow(1);
        all.condition.notify_one();
        all.wait_until_gone(i);
        CHECK(all.gone() == i);
    }
}

TEST_CASE_TEMPLATE("notify_all ends all waits", Condition, condition_variable,
                   condition_variable_any) {
    waiters<Condition> all(5);
    all.allow(5);
    all.condition.notify_all();
    all.wait_until_gone(5);
}

TEST_CASE("as many notify_one as there are waits end all of them") {
    waiters<condition_variable> all(20);
    all.allow(20);
    for (int i = 0; i < 20; ++i)
        all.condition.notify_one();
    all.wait_until_gone(20);
}

TEST_CASE_TEMPLATE("while a thread waits, others may have the mutex; then it has it", Condition,
                   condition_variable, condition_variable_any) {
    mutex m;
    Condition condition;
    bool waits = false;
    bool ready = false;
    bool had_it = false;
    thread other([&] {
        lock held(m);
        waits = true;
        condition.notify_one();
        while (!ready)
            condition.wait(held);
        had_it = held.owns_lock() && !m.try_lock();
    });
    {
        lock held(m);
        condition.wait(held, [&] { return waits; });
        CHECK(held.owns_lock());
        ready = true;
        condition.notify_one();
    }
    other.join();
    CHECK(had_it);
}

TEST_CASE_TEMPLATE("a wait with a deadline that is notified before says so", Condition,
                   condition_variable, condition_variable_any) {
    mutex m;
    Condition condition;
    for (const bool by_moment : {false, true}) {
        bool ready = false;
        lock held(m);
        thread notifies([&] {
            const lock_guard also_held(m);
            ready = true;
            condition.notify_all();
        });
        while (!ready) {
            const auto status = by_moment
                                    ? condition.wait_until(held, std::chrono::system_clock::now() +
                                                                     support::patience)
                                    : condition.wait_for(held, support::patience);
            CHECK(status == cv_status::no_timeout);
        }
        held.unlock();
        notifies.join();
    }
}

TEST_CASE("a time that no clock can tell is waited for as without one") {
    mutex m;
    condition_variable condition;
    bool ready = false;
    lock held(m);
    thread notifies([&] {
        const lock_guard also_held(m);
        ready = true;
        condition.notify_all();
    });
    CHECK(condition.wait_for(held, std::chrono::hours::max(), [&] { return ready; }));
    ready = false;
    held.unlock();
    notifies.join();
    held.lock();
    notifies = thread([&] {
        const lock_guard also_held(m);
        ready = true;
        condition.notify_all();
    });
    CHECK(condition.wait_until(held, std::chrono::steady_clock::time_point::max(),
                               [&] { return ready; }));
    held.unlock();
    notifies.join();
}

TEST_CASE_TEMPLATE("when all have been notified, it may be destroyed, before they have the mutex",
                   Condition, condition_variable, condition_variable_any) {
    for (int round = 0; round < 20; ++round) {
        mutex m;
        auto condition = std::make_unique<Condition>();
        int waiting = 0;
        bool ready = false;
        int gone = 0;
        std::vector<thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                lock held(m);
                ++waiting;
                while (!ready)
                    condition->wait(held);
                ++gone;
            });
        }
        for (;;) {
            const lock held(m);
            if (waiting == 4) {
                ready = true;
                condition->notify_all();
                condition.reset(); // none of them has left, as the mutex is held
                CHECK(gone == 0);
                break;
            }
            weft::this_thread::yield();
        }
        for (thread& each : threads)
            each.join();
        CHECK(gone == 4);
    }
}

TEST_CASE("a queue of producers and consumers loses nothing") {
    mutex m;
    condition_variable not_empty;
    condition_variable not_full;
    std::deque<int> queue;
    constexpr int each = 500;
    std::int64_t taken = 0;
    {
        std::vector<jthread> threads;
        for (int p = 0; p < 3; ++p) {
            threads.emplace_back([&] {
                for (int i = 1; i <= each; ++i) {
                    lock held(m);
                    not_full.wait(held, [&] { return queue.size() < 4; });
                    queue.push_back(i);
                    held.unlock();
                    not_empty.notify_one();
                }
            });
        }
        for (int c = 0; c < 3; ++c) {
            threads.emplace_back([&] {
                for (int i = 0; i < each; ++i) {
                    lock held(m);
                    not_empty.wait(held, [&] { return !queue.empty(); });
                    taken += queue.front();
                    queue.pop_front();
                    held.unlock();
                    not_full.notify_one();
                }
            });
        }
    }
    CHECK(taken == std::int64_t{3} * each * (each + 1) / 2);
}

TEST_CASE("waits that give up at the moment of the notification lose none for the others") {
    mutex m;
    condition_variable condition;
    int tokens = 0;
    int taken = 0;
    constexpr int rounds = 200;
    {
        std::vector<jthread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&] { // passes on what it was notified of
                for (;;) {
                    lock held(m);
                    if (taken == rounds)
                        return;
                    if (condition.wait_for(held, 20us) == cv_status::no_timeout)
                        condition.notify_one();
                }
            });
        }
        threads.emplace_back([&] {
            for (int i = 0; i < rounds; ++i) {
                lock held(m);
                const bool is_there =
                    condition.wait_for(held, support::patience, [&] { return tokens > 0; });
                CHECK(is_there);
                --tokens;
                ++taken;
            }
        });
        for (int i = 0; i < rounds; ++i) {
            {
                const lock_guard held(m);
                ++tokens;
            }
            condition.notify_one();
            weft::this_thread::yield();
        }
    }
    CHECK(taken == rounds);
}

TEST_CASE("a wait with a token ends when it is asked to stop") {
    mutex m;
    condition_variable_any condition;
    bool is_stopped = false;
    {
        jthread waits([&](const stop_token& token) {
            lock held(m);
            const bool holds = condition.wait(held, token, [] { return false; });
            is_stopped = token.stop_requested() && !holds && held.owns_lock();
        });
    }
    CHECK(is_stopped);
    is_stopped = false;
    {
        jthread waits([&](const stop_token& token) {
            lock held(m);
            const bool holds =
                condition.wait_for(held, token, support::patience, [] { return false; });
            is_stopped = token.stop_requested() && !holds && held.owns_lock();
        });
        support::pause();
    }
    CHECK(is_stopped);
}

TEST_CASE("a wait with a token ends when its predicate holds") {
    mutex m;
    condition_variable_any condition;
    bool ready = false;
    bool holds = false;
    bool is_stopped = true;
    {
        jthread waits([&](const stop_token& token) {
            lock held(m);
            holds = condition.wait(held, token, [&] { return ready; });
            is_stopped = token.stop_requested();
        });
        {
            const lock_guard held(m);
            ready = true;
        }
        condition.notify_one();
        waits.join();
    }
    CHECK(holds);
    CHECK(!is_stopped);
}

TEST_CASE("others that wait for the same go on waiting where one is asked to stop") {
    mutex m;
    condition_variable_any condition;
    bool ready = false;
    int gone = 0;
    thread stays([&] {
        lock held(m);
        condition.wait(held, [&] { return ready; });
        ++gone;
    });
    {
        jthread stops([&](const stop_token& token) {
            lock held(m);
            condition.wait(held, token, [&] { return ready; });
        });
    }
    {
        const lock_guard held(m);
        CHECK(gone == 0);
        ready = true;
    }
    condition.notify_one();
    stays.join();
    CHECK(gone == 1);
}

TEST_CASE("a condition may be gone, for who asks to stop, when all that wait have been notified") {
    mutex m;
    alignas(condition_variable_any) unsigned char place[sizeof(condition_variable_any)];
    auto* const condition = new (place) condition_variable_any;
    bool is_there = false;
    bool ready = false;
    jthread waits([&](const stop_token& token) {
        lock held(m);
        is_there = true;
        condition->wait(held, token, [&] { return ready; });
    });
    for (bool has_begun = false; !has_begun;) {
        support::pause();
        const lock_guard held(m);
        has_begun = is_there;
    }
    const lock_guard held(m);
    ready = true;
    condition->notify_all();
    condition->~condition_variable_any();
    std::fill(std::begin(place), std::end(place), static_cast<unsigned char>(0xaa));
    waits.request_stop();
    CHECK(std::all_of(std::begin(place), std::end(place), [](int each) { return each == 0xaa; }));
}

TEST_CASE("notify_all_at_thread_exit notifies when the thread has ended, with the mutex unlocked") {
    mutex m;
    condition_variable condition;
    bool ready = false;
    bool held_inside = false;
    thread ends([&] {
        lock held(m);
        ready = true;
        weft::notify_all_at_thread_exit(condition, std::move(held));
        held_inside = !held.owns_lock(); // NOLINT(bugprone-use-after-move): it is specified
    });
    {
        lock held(m);
        condition.wait(held, [&] { return ready; });
        CHECK(held_inside);
    }
    ends.join();
    CHECK(m.try_lock());
    m.unlock();
}

TEST_CASE("at its end, a thread still is who locked the mutex, however many end at the same time") {
    struct end {
        mutex m;
        condition_variable condition;
        bool ready = false;
    };
    std::vector<end> ends(100);
    std::vector<thread> threads;
    for (end& each : ends) {
        threads.emplace_back([&each] {
            lock held(each.m);
            each.ready = true;
            weft::notify_all_at_thread_exit(each.condition, std::move(held));
        });
    }
    for (end& each : ends) {
        lock held(each.m);
        each.condition.wait(held, [&] { return each.ready; });
    }
    for (thread& each : threads)
        each.join();
    for (end& each : ends) {
        CHECK(each.m.try_lock());
        each.m.unlock();
    }
}
