// thread, jthread and the condition variables, under weft::explore: what fails a run, and what
// holds.
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/condition_variable.hpp>
#include <weft/std/thread.hpp>

#include "../explore/schedules.hpp"

using weft::condition_variable;
using weft::condition_variable_any;
using weft::explore;
using weft::jthread;
using weft::lock_guard;
using weft::mutex;
using weft::stop_token;
using weft::thread;
using weft::unique_lock;
using namespace std::chrono_literals;

namespace {

/// In all schedules with so many preemptions.
template <class Body>
void check_holds(Body body) {
    const auto found =
        explore({.policy = weft::exhaustive(support::preemptions), .runs = 1'000'000}, body);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

template <class Body>
std::string what_fails(Body body) {
    const auto found =
        explore({.policy = weft::exhaustive(2), .runs = 1'000'000, .stop_at_failure = true}, body);
    CHECK(found.deterministic);
    return found.what;
}

/// A queue of one place.
class queue {
  public:
    void put(int number) {
        unique_lock held(mutex_);
        not_full_.wait(held, [this] { return !is_full_; });
        number_ = number;
        is_full_ = true;
        not_empty_.notify_one();
    }
    int get() {
        unique_lock held(mutex_);
        not_empty_.wait(held, [this] { return is_full_; });
        is_full_ = false;
        not_full_.notify_one();
        return number_;
    }

  private:
    mutex mutex_;
    condition_variable not_empty_;
    condition_variable not_full_;
    bool is_full_ = false;
    int number_ = 0;
};

} // namespace

TEST_CASE("what a thread did is there when it is joined") {
    check_holds([] {
        int number = 0;
        thread first([&] { ++number; });
        thread second([] {});
        first.join();
        if (number != 1)
            weft::fail("it had not ended");
        second.join();
        if (weft::count() != 0)
            weft::fail("it is counted");
    });
}

TEST_CASE("a queue of one place gives out in order what two put in") {
    check_holds([] {
        queue numbers;
        int sum = 0;
        {
            const jthread first([&] { numbers.put(1); });
            const jthread second([&] { numbers.put(2); });
            sum = 10 * numbers.get() + numbers.get();
        }
        if (sum != 12 && sum != 21)
            weft::fail("it is another");
    });
}

TEST_CASE("a jthread that waits with its token ends when it is destroyed") {
    check_holds([] {
        mutex m;
        condition_variable_any condition;
        const jthread waits([&](const stop_token& token) {
            unique_lock held(m);
            if (condition.wait(held, token, [] { return false; }))
                weft::fail("it was not asked to stop");
        });
    });
}

TEST_CASE("a timed wait ends by its time where nobody notifies") {
    check_holds([] {
        mutex m;
        condition_variable condition;
        bool ready = false;
        const jthread notifies([&] {
            const lock_guard held(m);
            ready = true;
        });
        unique_lock held(m);
        while (!ready)
            condition.wait_for(held, 1h);
    });
}

TEST_CASE("a notification that comes too early is found to be lost") {
    CHECK(what_fails([] {
              mutex m;
              condition_variable condition;
              const jthread notifies([&] { condition.notify_one(); });
              unique_lock held(m);
              condition.wait(held);
          }) == "deadlock");
}

TEST_CASE("an if where a while should be is found") {
    CHECK(what_fails([] {
              mutex m;
              condition_variable condition;
              int tokens = 0;
              const auto take = [&] {
                  unique_lock held(m);
                  if (tokens == 0)
                      condition.wait(held);
                  if (tokens == 0)
                      weft::fail("it was taken by another");
                  --tokens;
              };
              const jthread first(take);
              const jthread second(take);
              for (int i = 0; i < 2; ++i) {
                  {
                      const lock_guard held(m);
                      ++tokens;
                  }
                  condition.notify_one();
              }
          }) == "it was taken by another");
}

TEST_CASE("a thread object that is destroyed while it is joinable fails the run") {
    CHECK(what_fails([] {
              const thread lost([] {});
          }).starts_with("main destroys the thread object of #2 "));
}

TEST_CASE("a condition variable that is destroyed while a thread waits for it fails the run") {
    const std::string what = what_fails([] {
        mutex m;
        std::optional<condition_variable> condition(std::in_place);
        bool waits = false;
        const jthread other([&] {
            unique_lock held(m);
            waits = true;
            condition->wait_for(held, 1h);
        });
        const lock_guard held(m);
        if (waits)
            condition.reset();
        waits = true;
    });
    CHECK(what.starts_with("main destroys condition variable "));
    CHECK(what.ends_with(", for which #2 waits"));
}

TEST_CASE("an exception that leaves a thread fails the run, and the others end") {
    CHECK(what_fails([] {
              const jthread throws([] { throw std::runtime_error("what it was"); });
          }) == "std::runtime_error: what it was");
}
