// What threads do with a semaphore, while what it is made of is looked at.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

#include <weft/std/semaphore.hpp>

#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"
#include "together.hpp"

namespace proof {

using semaphore = weft::counting_semaphore<4>;

/// Who has one of so many is with no more others.
class one_of {
  public:
    one_of(int& counter, int most) : counter_(counter) {
        if (++counter_ > most)
            weft::fail("more threads have the semaphore than it counts");
        weft::backend::take_point(weft::operation::acquire, &counter_);
    }
    ~one_of() { --counter_; }
    one_of(const one_of&) = delete;
    one_of& operator=(const one_of&) = delete;

  private:
    int& counter_;
};

inline void expect_left(semaphore& all, int expected) {
    int left = 0;
    while (all.try_acquire())
        ++left;
    if (left != expected)
        weft::fail("the count is another in the end");
}

/// Two threads, and a third one that may give up, have one in turn.
inline void one_gives_up(int early_returns) {
    begin_run(early_returns);
    semaphore one(1);
    int counter = 0;
    const auto use = [&] {
        one.acquire();
        { const one_of alone(counter, 1); }
        one.release();
    };
    {
        together all;
        all.start([&] {
            use();
            use();
        });
        all.start([&] {
            if (!one.try_acquire_for(std::chrono::seconds(1)))
                return;
            { const one_of alone(counter, 1); }
            one.release();
        });
        all.start(use);
    }
    expect_left(one, 1);
}

/// Two threads wait, of which one may give up, while two release: the releases meet.
inline void releases_meet(int early_returns) {
    begin_run(early_returns);
    semaphore some(0);
    bool has_given_up = false;
    {
        together all;
        all.start([&] { some.acquire(); });
        all.start([&] { has_given_up = !some.try_acquire_for(std::chrono::seconds(1)); });
        all.start([&] { some.release(); });
        some.release();
    }
    expect_left(some, has_given_up ? 1 : 0);
}

/// Three threads wait, and one release is for two, and another for one that came by, too.
inline void one_release_is_for_two(int early_returns) {
    begin_run(early_returns);
    semaphore some(0);
    {
        together all;
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
inline void one_is_passed(int early_returns) {
    begin_run(early_returns);
    semaphore one(1);
    int counter = 0;
    {
        together all;
        all.start([&] {
            for (int i = 0; i < 3; ++i) {
                one.acquire();
                { const one_of alone(counter, 1); }
                one.release();
            }
        });
        all.start([&] {
            if (!one.try_acquire_for(std::chrono::seconds(1)))
                return;
            { const one_of alone(counter, 1); }
            one.release();
        });
        all.start([&] {
            one.acquire();
            { const one_of alone(counter, 1); }
            one.release();
        });
    }
    expect_left(one, 1);
}

/// Who acquires it for the last time destroys it, while others may not yet have returned from
/// `release`.
inline void last_one_destroys(int early_returns) {
    begin_run(early_returns);
    alignas(semaphore) std::byte place[sizeof(semaphore)];
    auto* const all = ::new (static_cast<void*>(place)) semaphore(0);
    constexpr std::uint32_t garbage = 0x7E57'7E57;
    {
        together threads;
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

} // namespace proof
