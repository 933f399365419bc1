// Interrupts of the main thread, requested by others at any moment.
#include <chrono>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "threads.hpp"
#include "throws_interrupt.hpp"

using namespace std::chrono_literals;
using support::throws_interrupt;
using weft::explore;

namespace {

/// What was requested and what is thrown, which is compared at each interruption point. Nobody else
/// goes on between a request and the note of it.
class interrupts {
  public:
    void request() {
        weft::interrupt_main();
        pending_ = true;
    }

    /// Of main, by itself.
    void request_at_once() {
        if (!throws_interrupt(weft::interrupt_main))
            weft::fail("main has not interrupted itself");
        pending_ = false;
        ++thrown_;
    }

    template <class F>
    void at(F point) {
        const bool was_pending = pending_;
        if (!throws_interrupt(point)) {
            if (was_pending)
                weft::fail("an interrupt is lost");
            return;
        }
        if (!pending_)
            weft::fail("an interrupt is thrown that was not requested");
        pending_ = false;
        ++thrown_;
    }

    [[nodiscard]] int thrown() const { return thrown_; }

  private:
    bool pending_ = false;
    int thrown_ = 0;
};

void sleep_without_end() {
    weft::this_thread::sleep_for(std::chrono::hours::max());
}

void check(std::size_t runs, void (*body)()) {
    const auto some = explore({.runs = runs}, body);
    CHECK_MESSAGE(!some, some);
    const auto all = explore({.policy = weft::exhaustive(2), .runs = 1'000'000}, body);
    CHECK_MESSAGE(!all, all);
    CHECK(all.complete);
}

} // namespace

TEST_CASE("each interruption point throws exactly what was requested since the last that threw") {
    check(SANITIZED ? 1000 : 5000, [] {
        interrupts main;
        {
            threads others;
            for (int i = 0; i < 2; ++i) {
                main.at([&] {
                    others.start([&] {
                        main.request();
                        weft::this_thread::yield();
                        main.request();
                    });
                });
            }
            main.at(weft::check_interrupt);
            main.at([] { weft::this_thread::sleep_for(1s); });
            main.at(
                [] { weft::this_thread::sleep_until(std::chrono::steady_clock::time_point()); });
        }
        main.at(weft::check_interrupt);
        main.at(weft::check_interrupt);
        if (main.thrown() == 0 || main.thrown() > 4)
            weft::fail("four requests were thrown never, or more often");
    });
}

TEST_CASE("a request wakes main out of a sleep without an end, each time that it sleeps") {
    check(SANITIZED ? 1000 : 5000, [] {
        interrupts main;
        weft::lock_type thrown;
        thrown.acquire();
        threads other;
        const auto request_twice = [&] {
            main.request();
            thrown.acquire();
            main.request();
        };
        main.at([&] { other.start(request_twice); });
        if (main.thrown() == 0)
            main.at(sleep_without_end);
        thrown.release();
        main.at(sleep_without_end);
        if (main.thrown() != 2)
            weft::fail("two requests were not thrown once each");
    });
}

TEST_CASE("requests that come before the interrupt is thrown count as one, and others do not") {
    int runs_with[3] = {};
    const auto found = explore({.policy = weft::exhaustive(2)}, [&] {
        interrupts main;
        {
            threads others;
            for (int i = 0; i < 2; ++i)
                main.at([&] { others.start([&] { main.request(); }); });
            main.at([] { weft::this_thread::sleep_for(1s); });
        }
        main.at(weft::check_interrupt);
        ++runs_with[main.thrown()];
    });
    CHECK_MESSAGE(!found, found);
    CHECK(runs_with[0] == 0);
    CHECK(runs_with[1] > 0);
    CHECK(runs_with[2] > 0);
}

TEST_CASE("main that interrupts itself throws at once, with what others have requested before") {
    check(SANITIZED ? 1000 : 5000, [] {
        interrupts main;
        {
            threads others;
            main.at([&] { others.start([&] { main.request(); }); });
            main.request_at_once();
        }
        main.at(weft::check_interrupt);
        if (main.thrown() > 2)
            weft::fail("two requests were thrown more often");
    });
}

TEST_CASE("a lock that main waits for comes before the interrupt") {
    check(SANITIZED ? 1000 : 5000, [] {
        interrupts main;
        weft::lock_type lock;
        lock.acquire();
        {
            threads others;
            main.at([&] { others.start([&] { main.request(); }); });
            main.at([&] { others.start([&] { lock.release(); }); });
            lock.acquire();
        }
        main.at(weft::check_interrupt);
        if (main.thrown() != 1)
            weft::fail("a request was not thrown once");
    });
}
