// std/semaphore.cpp, step by step, under all schedules up to a bound, on a parking as bad as the
// contract allows: no more threads pass than it counts, no wake-up is lost, and who acquired it
// last may destroy it.
#include <weft/std/semaphore.hpp>

#include <chrono>
#include <cstddef>
#include <cstring>
#include <new>

#include "check.hpp"
#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"
#include "together.hpp"
#include "turns.hpp"

using namespace std::chrono_literals;
using proof::check_all;
using proof::check_some;
using semaphore = weft::counting_semaphore<4>;

namespace {

constexpr unsigned preemptions = 2;

/// Who has one of so many is with no more others.
class inside {
  public:
    inside(int& counter, int most) : counter_(counter) {
        if (++counter_ > most)
            weft::fail("more threads have the semaphore than it counts");
        weft::backend::take_point(weft::operation::acquire, &counter_);
    }
    ~inside() { --counter_; }
    inside(const inside&) = delete;
    inside& operator=(const inside&) = delete;

  private:
    int& counter_;
};

void expect_left(semaphore& all, int expected) {
    int left = 0;
    while (all.try_acquire())
        ++left;
    if (left != expected)
        weft::fail("the count is another in the end");
}

/// Two threads, and a third one that may give up, have one in turn.
void one_gives_up(int early_returns) {
    proof::begin_run(early_returns);
    semaphore one(1);
    int counter = 0;
    const auto use = [&] {
        one.acquire();
        { const inside alone(counter, 1); }
        one.release();
    };
    {
        proof::together all;
        all.start([&] {
            use();
            use();
        });
        all.start([&] {
            if (!one.try_acquire_for(1s))
                return;
            { const inside alone(counter, 1); }
            one.release();
        });
        all.start(use);
    }
    expect_left(one, 1);
}

/// Two threads wait, of which one may give up, while two release: the releases meet.
void releases_meet(int early_returns) {
    proof::begin_run(early_returns);
    semaphore some(0);
    bool has_given_up = false;
    {
        proof::together all;
        all.start([&] { some.acquire(); });
        all.start([&] { has_given_up = !some.try_acquire_for(1s); });
        all.start([&] { some.release(); });
        some.release();
    }
    expect_left(some, has_given_up ? 1 : 0);
}

/// Three threads wait, and one release is for two, and another for one that came by, too.
void one_release_is_for_two(int early_returns) {
    proof::begin_run(early_returns);
    semaphore some(0);
    {
        proof::together all;
        all.start([&] { some.acquire(); });
        all.start([&] { some.acquire(); });
        all.start([&] {
            some.release(2);
            some.acquire();
        });
        some.release(1);
    }
    expect_left(some, 0);
}

/// Two threads, that each come by again and again, and a third one that may give up after it kept
/// them back.
void one_is_passed(int early_returns) {
    proof::begin_run(early_returns);
    semaphore one(1);
    int counter = 0;
    {
        proof::together all;
        all.start([&] {
            for (int i = 0; i < 3; ++i) {
                one.acquire();
                { const inside alone(counter, 1); }
                one.release();
            }
        });
        all.start([&] {
            if (!one.try_acquire_for(1s))
                return;
            { const inside alone(counter, 1); }
            one.release();
        });
        all.start([&] {
            one.acquire();
            { const inside alone(counter, 1); }
            one.release();
        });
    }
    expect_left(one, 1);
}

/// Who acquires it for the last time destroys it, while others may not yet have returned from
/// `release`.
void last_one_destroys(int early_returns) {
    proof::begin_run(early_returns);
    alignas(semaphore) std::byte place[sizeof(semaphore)];
    auto* const all = ::new (static_cast<void*>(place)) semaphore(0);
    constexpr std::uint32_t garbage = 0x7E57'7E57;
    {
        proof::together threads;
        threads.start([&] { all->release(); });
        threads.start([&] { all->release(); });
        threads.start([&] {
            all->acquire();
            all->acquire();
            std::memcpy(place, &garbage, sizeof garbage);
        });
    }
    if (std::memcmp(place, &garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

constexpr proof::body bodies[] = {one_gives_up, releases_meet, one_release_is_for_two,
                                  one_is_passed, last_one_destroys};

} // namespace

TEST_CASE("who gives up loses no wake-up, in all schedules with two preemptions") {
    check_all(preemptions, one_gives_up, 0);
    check_all(preemptions, one_is_passed, 0);
}

TEST_CASE("no wake-up is lost where two releases meet") {
    check_all(preemptions, releases_meet, 0);
    check_all(preemptions, one_release_is_for_two, 0);
}

TEST_CASE("who acquired a semaphore for the last time may destroy it") {
    check_all(preemptions, last_one_destroys, 0);
}

TEST_CASE("all of this holds where a park returns early, and where nobody is kept back") {
    for (const proof::body each : bodies)
        check_all(preemptions - 1, each, 1);
    proof::keeps_turns = false;
    for (const proof::body each : bodies)
        check_all(preemptions, each, 0);
    proof::keeps_turns = true;
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const bool keeps : {false, true}) {
        proof::keeps_turns = keeps;
        for (const proof::body each : bodies)
            check_some(each, 3);
    }
}
