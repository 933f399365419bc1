// Interrupting the main thread, by threads and by itself.
#include <atomic>
#include <optional>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "ctrl_c.hpp"

using namespace std::chrono_literals;
using support::interrupts_of;
using support::interrupts_of_thread;
using weft::check_interrupt;
using weft::interrupt_main;
using weft::keyboard_interrupt;

namespace {

/// An interrupt of the main thread that is pending while nothing has thrown it: what Ctrl-C leaves.
class pending_interrupt {
  public:
    pending_interrupt() { support::ctrl_c(); }

  private:
    weft::interrupt_on_sigint on_sigint_;
};

} // namespace

TEST_CASE("interrupt_main() in the main thread throws keyboard_interrupt at once") {
    CHECK_THROWS_AS(interrupt_main(), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
    CHECK(interrupts_of(interrupt_main) == 1);
}

TEST_CASE("check_interrupt() does nothing where no interrupt is pending") {
    CHECK_NOTHROW(check_interrupt());
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("interrupt_main() in a thread interrupts the main thread, once") {
    bool returned = false;
    CHECK(interrupts_of_thread([&] {
              interrupt_main();
              returned = true;
          }) == 1);
    CHECK(returned);
}

TEST_CASE("a thread interrupts the main thread through one that it has started") {
    CHECK(interrupts_of_thread([] { support::run(interrupt_main); }) == 1);
}

TEST_CASE("in other threads than main the interruption points throw nothing") {
    std::atomic<bool> reached_end = false;
    CHECK(interrupts_of_thread([&] {
              interrupt_main();
              check_interrupt();
              weft::this_thread::sleep_for(0s);
              weft::this_thread::sleep_for(1ms);
              weft::this_thread::sleep_until(std::chrono::steady_clock::now());
              weft::start_new_thread([] {});
              reached_end = true;
          }) == 1);
    CHECK(reached_end);
}

TEST_CASE("requests that come before the interrupt is thrown count as one") {
    const pending_interrupt first;
    const pending_interrupt second;
    CHECK(interrupts_of(check_interrupt) == 1);
}

TEST_CASE("a request that main throws at once counts as one with those that were pending") {
    const pending_interrupt pending;
    CHECK_THROWS_AS(interrupt_main(), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("an interrupt can be requested again after it has been thrown") {
    for (int i = 0; i < 3; ++i) {
        const pending_interrupt pending;
        CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
        CHECK(interrupts_of_thread(interrupt_main) == 1);
    }
}

TEST_CASE("check_interrupt() throws the pending interrupt and clears it") {
    const pending_interrupt pending;
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("sleep_for is an interruption point, also where the time is not positive") {
    for (const auto time : {0ns, -1ns, 1ns, std::chrono::nanoseconds(support::long_sleep)}) {
        const pending_interrupt pending;
        CHECK_THROWS_AS(weft::this_thread::sleep_for(time), keyboard_interrupt);
        CHECK_NOTHROW(weft::this_thread::sleep_for(0s));
    }
}

TEST_CASE("sleep_until is an interruption point, also where the time has passed") {
    const auto now = std::chrono::steady_clock::now();
    for (const auto time : {now - 1h, now, now + support::long_sleep}) {
        const pending_interrupt pending;
        CHECK_THROWS_AS(weft::this_thread::sleep_until(time), keyboard_interrupt);
        CHECK_NOTHROW(weft::this_thread::sleep_until(now));
    }
}

TEST_CASE("start_new_thread is an interruption point on its return, when the thread is started") {
    weft::lock_type ended;
    ended.acquire();
    const pending_interrupt pending;
    CHECK_THROWS_AS(weft::start_new_thread([&] { ended.release(); }), keyboard_interrupt);
    support::wait_for(ended);
    support::wait_for_threads();
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("what a lock does is no interruption point") {
    weft::lock_type lock;
    const pending_interrupt pending;
    CHECK_NOTHROW(lock.acquire());
    CHECK_NOTHROW(lock.release());
    CHECK_NOTHROW(static_cast<void>(lock.acquire(true)));
    CHECK_NOTHROW(static_cast<void>(lock.acquire(false)));
    CHECK_NOTHROW(static_cast<void>(lock.try_lock()));
    CHECK_NOTHROW(static_cast<void>(lock.try_lock_for(1ms)));
    CHECK_NOTHROW(static_cast<void>(lock.try_lock_until(std::chrono::steady_clock::now() + 1ms)));
    CHECK_NOTHROW(lock.unlock());
    CHECK_NOTHROW(lock.lock());
    CHECK_NOTHROW(lock.unlock());
    CHECK_THROWS_AS(lock.release(), weft::error);
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
}

TEST_CASE("what asks or sets something is no interruption point") {
    const pending_interrupt pending;
    CHECK_NOTHROW(static_cast<void>(weft::get_ident()));
    CHECK_NOTHROW(static_cast<void>(weft::count()));
    CHECK_NOTHROW(weft::stack_size());
    CHECK_NOTHROW(weft::this_thread::yield());
    CHECK_THROWS_AS(weft::exit(), weft::system_exit);
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
}

TEST_CASE("an interrupt outlives the interrupt_on_sigint that requested it") {
    std::optional<pending_interrupt> pending(std::in_place);
    CHECK_NOTHROW(pending.reset());
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
}
