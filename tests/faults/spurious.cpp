// Waits that end early, without a reason, or that are woken at their deadline, and what comes
// between the look at a word and the wait. The linker leads weft's calls of `park` here (--wrap).
#include <atomic>
#include <doctest/doctest.h>
#include <functional>
#include <utility>

#include <weft/thread.hpp>

#include "../support.hpp"

namespace weft::backend {

// As in common/backend.hpp.
enum class purpose : std::uint8_t;
enum class attempt : std::uint8_t;
enum class wait_end { woken, too_late, has_lock };

} // namespace weft::backend

namespace {

std::function<void()> before_park; // once
/// The thread whose next wait ends at its deadline, one of the first, as some processors have no
/// longer words that are atomic; and what that does when it has been woken.
std::atomic<std::uint32_t> late_ident = 0;
std::function<void()> at_deadline;
std::atomic<bool> spurious = false;
std::atomic<int> early = 0;

/// While one lives, most waits end before they have begun.
struct spurious_wake_ups {
    spurious_wake_ups() {
        early = 0;
        spurious = true;
    }
    ~spurious_wake_ups() { spurious = false; }
    spurious_wake_ups(const spurious_wake_ups&) = delete;
    spurious_wake_ups& operator=(const spurious_wake_ups&) = delete;
};

} // namespace

using weft::backend::attempt;
using weft::backend::purpose;
using weft::backend::wait_end;

// PARK is the linker's name of weft::backend::park.
wait_end real_park(const std::uint32_t*, std::uint32_t, long long, purpose,
                   attempt) asm("__real_" PARK);
wait_end wrapping_park(const std::uint32_t*, std::uint32_t, long long, purpose,
                       attempt) asm("__wrap_" PARK);
wait_end wrapping_park(const std::uint32_t* word, std::uint32_t expected, long long deadline,
                       purpose why, attempt which) {
    if (const auto first = std::exchange(before_park, nullptr))
        first();
    if (spurious && ++early % 8 != 0)
        return wait_end::woken;
    const bool is_late = late_ident == weft::get_ident();
    const wait_end ended = real_park(word, expected, deadline, why, which);
    if (!is_late)
        return ended;
    late_ident = 0;
    at_deadline();
    return wait_end::too_late;
}

TEST_CASE("a lock whose waiters wake early is still held by one thread at a time") {
    const spurious_wake_ups fault;
    weft::lock_type lock;
    int held = 0; // guarded by the lock, as is the sum
    int sum = 0;
    bool shared = false;
    for (int i = 0; i < 4; ++i) {
        weft::start_new_thread([&] {
            for (int k = 0; k < 200; ++k) {
                lock.acquire();
                shared = shared || ++held != 1;
                weft::this_thread::yield(); // has others wait
                --held;
                ++sum;
                lock.release();
            }
        });
    }
    support::wait_for_threads();
    CHECK(sum == 800);
    CHECK_FALSE(shared);
}

TEST_CASE("a timed acquire that wakes early goes on waiting for its whole time") {
    const spurious_wake_ups fault;
    weft::lock_type held;
    held.acquire();
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(held.try_lock_for(std::chrono::milliseconds(50)));
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(50));
    CHECK(early > 1);
}

TEST_CASE("a sleep that wakes early goes on for its whole time") {
    const spurious_wake_ups fault;
    const auto start = std::chrono::steady_clock::now();
    weft::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(50));
    CHECK(early > 1);
}

TEST_CASE("a release that comes just before its waiter parks is not missed") {
    weft::lock_type lock;
    lock.acquire();
    before_park = [&] { lock.release(); };
    const auto start = std::chrono::steady_clock::now();
    CHECK(lock.try_lock_for(support::long_sleep));
    CHECK(std::chrono::steady_clock::now() - start < support::patience);
}

TEST_CASE("a timed acquire that is woken at its deadline takes the wake-up from nobody") {
    weft::lock_type lock;
    weft::lock_type waits;
    weft::lock_type ended;
    lock.acquire();
    waits.acquire();
    ended.acquire();
    std::atomic<bool> retaken = false;
    bool acquired = true;
    at_deadline = [&] {
        while (!retaken)
            weft::this_thread::yield();
    };
    weft::start_new_thread([&] {
        late_ident = static_cast<std::uint32_t>(weft::get_ident());
        waits.release();
        acquired = lock.try_lock_for(support::long_sleep);
    });
    support::wait_for(waits);
    support::pause(); // has it park first
    weft::start_new_thread([&] {
        waits.release();
        lock.acquire();
        ended.release();
    });
    support::wait_for(waits);
    support::pause();
    lock.release(); // wakes the first
    lock.acquire();
    retaken = true;
    support::wait_for_threads(1);
    CHECK_FALSE(acquired);
    lock.release();
    support::wait_for(ended);
    support::wait_for_threads();
    CHECK(lock.locked());
}
