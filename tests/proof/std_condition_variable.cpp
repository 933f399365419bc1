// The condition variables, step by step, under all schedules up to a bound: no notification is
// lost, none goes to a wait that began after it, and who has notified all may destroy it.
#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include <weft/std/condition_variable.hpp>
#include <weft/std/thread.hpp>

#include "check.hpp"
#include "condition_bodies.hpp"
#include "parking.hpp"
#include "together.hpp"

using namespace std::chrono_literals;
using proof::check_all;
using proof::check_some;
using proof::together;
using weft::condition_variable;
using weft::condition_variable_any;
using weft::lock_guard;
using weft::mutex;
using weft::unique_lock;

namespace {

/// Tokens that are waited for.
class tokens {
  public:
    void add() {
        {
            const lock_guard held(mutex_);
            ++number_;
        }
        condition_.notify_one();
    }
    void take() {
        unique_lock held(mutex_);
        condition_.wait(held, [this] { return number_ > 0; });
        --number_;
    }
    bool take_in_time() {
        unique_lock held(mutex_);
        if (!condition_.wait_for(held, 1s, [this] { return number_ > 0; }))
            return false;
        --number_;
        return true;
    }

  private:
    mutex mutex_;
    condition_variable condition_;
    int number_ = 0;
};

void two_are_notified(int early_returns) {
    proof::begin_run(early_returns);
    tokens all_tokens;
    together all;
    all.start([&] { all_tokens.take(); });
    all.start([&] { all_tokens.take(); });
    all.start([&] {
        all_tokens.add();
        all_tokens.add();
    });
}

void two_notify(int early_returns) {
    proof::begin_run(early_returns);
    tokens all_tokens;
    together all;
    all.start([&] {
        all_tokens.take();
        all_tokens.take();
    });
    all.start([&] { all_tokens.add(); });
    all.start([&] { all_tokens.add(); });
}

void all_go_on(int early_returns) {
    proof::begin_run(early_returns);
    mutex m;
    condition_variable condition;
    bool is_ready = false;
    together all;
    for (int i = 0; i < 2; ++i) {
        all.start([&] {
            unique_lock held(m);
            condition.wait(held, [&] { return is_ready; });
        });
    }
    all.start([&] {
        {
            const lock_guard held(m);
            is_ready = true;
        }
        condition.notify_all();
    });
}

void one_takes_in_time(int early_returns) {
    proof::begin_run(early_returns);
    tokens all_tokens;
    together all;
    all.start([&] { all_tokens.take(); });
    all.start([&] {
        if (all_tokens.take_in_time())
            all_tokens.add();
    });
    all.start([&] { all_tokens.add(); });
}

/// A wait that begins when `notify_one` has returned takes nothing of it: it is for the one that
/// began before, or for the one that may give up, which says it to all.
void a_later_one_waits(int early_returns) {
    proof::begin_run(early_returns);
    mutex m;
    condition_variable condition;
    bool is_notified = false;
    bool was_notified = false;
    together all;
    all.start([&] {
        unique_lock held(m);
        if (!is_notified)
            condition.wait(held);
    });
    all.start([&] {
        unique_lock held(m);
        if (condition.wait_for(held, 1s) == weft::cv_status::no_timeout)
            condition.notify_all();
    });
    all.start([&] {
        unique_lock held(m);
        is_notified = true;
        held.unlock();
        condition.notify_one();
        held.lock();
        was_notified = true;
    });
    all.start([&] {
        unique_lock held(m);
        if (was_notified)
            condition.wait_for(held, 1s);
    });
}

/// Who has notified all destroys it, whatever they have done of their waits.
template <class Condition, bool HasDeadline>
void all_are_notified(int early_returns) {
    proof::begin_run(early_returns);
    alignas(Condition) std::byte place[sizeof(Condition)];
    auto* const condition = ::new (static_cast<void*>(place)) Condition;
    std::byte garbage[sizeof(Condition)];
    std::memset(garbage, 0x57, sizeof garbage);
    mutex m;
    bool is_ready = false;
    {
        together all;
        all.start([&] {
            unique_lock held(m);
            while (!is_ready)
                condition->wait(held);
        });
        all.start([&] {
            unique_lock held(m);
            while (!is_ready) {
                if (HasDeadline)
                    condition->wait_for(held, 1s);
                else
                    condition->wait(held);
            }
        });
        all.start([&] {
            const lock_guard held(m);
            is_ready = true;
            condition->notify_all();
            std::destroy_at(condition);
            std::memcpy(place, garbage, sizeof garbage);
        });
    }
    if (std::memcmp(place, garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

/// Nobody else notifies who waits.
template <bool HasDeadline>
void one_is_asked_to_stop(int early_returns) {
    proof::begin_run(early_returns);
    mutex m;
    condition_variable_any condition;
    weft::stop_source source;
    together all;
    all.start([&] {
        unique_lock held(m);
        if (HasDeadline)
            condition.wait_for(held, source.get_token(), 1s, [] { return false; });
        else
            condition.wait(held, source.get_token(), [] { return false; });
    });
    all.start([&] { source.request_stop(); });
}

} // namespace

TEST_CASE(
    "a wait that gives up takes no notification along, in all schedules with two preemptions") {
    check_all(2, proof::one_gives_up, 0);
    check_all(1, proof::one_gives_up, 1);
    check_all(1, one_takes_in_time, 0);
}

TEST_CASE("each notification ends a wait, in all schedules with two preemptions") {
    check_all(2, two_are_notified, 0);
    check_all(1, two_are_notified, 1);
    check_all(2, two_notify, 0);
    check_all(2, all_go_on, 0);
}

TEST_CASE("a wait that begins later takes no notification, in all schedules with a preemption") {
    check_all(1, a_later_one_waits, 0);
}

TEST_CASE("when all are notified, it may be destroyed, in all schedules with two preemptions") {
    check_all(2, all_are_notified<condition_variable, false>, 0);
    check_all(1, all_are_notified<condition_variable, true>, 0);
    check_all(1, all_are_notified<condition_variable_any, false>, 1);
}

TEST_CASE("a token ends a wait, in all schedules with two preemptions") {
    check_all(2, one_is_asked_to_stop<false>, 1);
    check_all(2, one_is_asked_to_stop<true>, 0);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(proof::one_gives_up, 2);
    check_some(one_takes_in_time, 2);
    check_some(two_are_notified, 2);
    check_some(two_notify, 2);
    check_some(all_go_on, 2);
    check_some(a_later_one_waits, 2);
    check_some(all_are_notified<condition_variable, true>, 2);
    check_some(one_is_asked_to_stop<true>, 2);
}
