// What is left of threads that `weft::explore` has abandoned.
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/local.hpp>
#include <weft/thread.hpp>

#include "injected.hpp"
#include "refused_threads.hpp"

using faults::refused_threads;
using weft::local;
using weft::lock_type;
using weft::start_new_thread;

namespace {

/// Not the bodies' own, as one of them ends before those who wait for it.
lock_type held;

/// An argument whose end never comes, as it waits for the lock.
class waits_at_end {
  public:
    waits_at_end() = default;
    waits_at_end(waits_at_end&& moved) noexcept : waits_(std::exchange(moved.waits_, false)) {}
    ~waits_at_end() {
        if (waits_)
            held.acquire();
    }
    waits_at_end(const waits_at_end&) = delete;
    waits_at_end& operator=(const waits_at_end&) = delete;

  private:
    bool waits_ = true;
};

struct slow_value {
    bool made_at_once;
    explicit slow_value(bool at_once) : made_at_once(at_once) {
        if (!made_at_once)
            held.acquire();
    }
    ~slow_value() { held.acquire(); }
    slow_value(const slow_value&) = delete;
    slow_value& operator=(const slow_value&) = delete;
};

local<int> numbers;
local slow_to_make([] { return slow_value(false); });
local slow_to_end([] { return slow_value(true); });

/// Threads that wait in each way, and one that has threads of its own. They own nothing.
void start_all() {
    std::construct_at(&held);
    held.acquire();
    start_new_thread([] {
        numbers.get() = 1;
        local<int> own;
        *own = 2;
        held.acquire();
    });
    start_new_thread([] {
        numbers.get() = 1;
        slow_to_make.get(); // never
    });
    start_new_thread([] { slow_to_end.get(); });
    start_new_thread([] { held.acquire(); });
    start_new_thread([] { static_cast<void>(held.try_lock_for(std::chrono::hours(1))); });
    start_new_thread([] { weft::this_thread::sleep_for(std::chrono::hours::max()); });
    start_new_thread([](const waits_at_end&) {}, std::tuple(waits_at_end()));
    start_new_thread([] {
        start_new_thread([] { held.acquire(); });
        held.acquire();
    });
}

void body_ends() {
    start_all();
    start_new_thread([] {
        for (;;)
            weft::this_thread::yield();
    });
}

void thread_fails() {
    start_all();
    start_new_thread([] { weft::fail("with a reason that takes more than a few bytes"); });
    held.acquire();
}

void thread_throws() {
    start_all();
    start_new_thread([] { throw std::runtime_error("a reason that takes more than a few bytes"); });
    held.acquire();
}

void all_wait() {
    start_all();
    held.acquire();
}

void abandon(std::size_t runs) {
    for (void (*const body)() : {body_ends, thread_fails, thread_throws, all_wait}) {
        const auto found = weft::explore({.runs = runs}, body);
        CHECK(found.runs == runs);
        CHECK(found.failed == (body == body_ends ? 0 : runs));
        CHECK(found.deterministic);
    }
}

/// Where the next variable has its values, in the tables of all threads.
std::uint32_t place_of_next_local() {
    local<int> next;
    *next = 1;
    std::uint32_t index = 0;
    std::memcpy(&index, static_cast<const void*>(&next), sizeof index);
    return index;
}

} // namespace

TEST_CASE("thirty thousand runs that abandon their threads leave no memory, and no more stacks") {
    constexpr std::size_t thousand = SANITIZED ? 50 : 1'000;
    abandon(3 * thousand);
    const std::uint32_t place = place_of_next_local();
    const int memory = faults::allocations();
    const int stacks = refused_threads::stacks();
    abandon(7 * thousand);
    CHECK(faults::allocations() <= memory);
    CHECK(refused_threads::stacks() <= stacks);
    CHECK(place_of_next_local() == place);
}
