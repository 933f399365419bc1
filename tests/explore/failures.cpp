// What makes a run fail, and what is told of it.
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "cell.hpp"
#include "threads.hpp"

using weft::explore;
using weft::lock_type;
using weft::start_new_thread;

namespace {

void wait_for_all() {
    while (weft::count() != 0)
        weft::this_thread::yield();
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

void work() {
    throw std::runtime_error("no money");
}

} // namespace

TEST_CASE("an exception that leaves a thread fails the run, with its traceback") {
    const auto found = explore({.runs = 5}, [] {
        start_new_thread(work);
        wait_for_all();
    });
    CHECK(found);
    CHECK(found.failed == 5);
    CHECK(found.run == 1);
    CHECK(contains(found.what, "no money"));
    CHECK(contains(found.report, "Unhandled exception in thread 2 started by "));
    CHECK(contains(found.text(), "run 1 fails: "));
    CHECK(contains(found.text(), "(5 of 5 runs fail)"));
    CHECK(contains(found.text(), "WEFT_REPLAY=-"));
}

TEST_CASE("an exception that leaves the body fails the run") {
    const auto found = explore({.runs = 1}, [] { throw std::logic_error("wrong"); });
    CHECK(found.failed == 1);
    CHECK(contains(found.what, "wrong"));
}

TEST_CASE("system_exit fails no run, in the body or in a thread") {
    const auto found = explore({.runs = 10}, [] {
        start_new_thread([] { weft::exit(); });
        wait_for_all();
        weft::exit();
    });
    CHECK_FALSE(found);
}

TEST_CASE("an exception that is caught fails no run, wherever others run meanwhile") {
    const auto found = explore({.runs = 500}, [] {
        lock_type lock;
        const auto attempt = [&](int number) {
            try {
                const std::lock_guard guard(lock);
                throw number;
            } catch (int caught) {
                const std::lock_guard guard(lock);
                if (caught != number)
                    weft::fail("another's exception was caught");
                try {
                    throw;
                } catch (int again) {
                    weft::this_thread::yield();
                    if (again != number)
                        weft::fail("another's exception was thrown again");
                }
            }
        };
        start_new_thread([&] { attempt(1); });
        start_new_thread([&] { attempt(2); });
        attempt(3);
        wait_for_all();
    });
    CHECK_MESSAGE(!found, found);
}

TEST_CASE("a deadlock fails the run, and says who waits for whom") {
    const auto found = explore({.runs = 1}, [] {
        lock_type lock;
        lock.acquire();
        lock.acquire();
    });
    CHECK(found.what == "deadlock");
    CHECK(contains(found.report, "main waits for lock "));
    CHECK(contains(found.report, "held by main itself"));
}

TEST_CASE("fail ends the run at once, and says by whom it was called") {
    bool went_on = false;
    const auto found = explore({.runs = 1}, [&] {
        start_new_thread([&] {
            weft::fail("sold twice");
            went_on = true;
        });
        wait_for_all();
    });
    CHECK(found.what == "sold twice");
    CHECK(contains(found.report, "said by #2 "));
    CHECK_FALSE(went_on);
}

TEST_CASE("a run that does not end is a livelock") {
    const auto found = explore({.runs = 2, .steps = 1000}, [] {
        for (;;)
            weft::this_thread::yield();
    });
    CHECK(found.what == "livelock: more than 1000 steps");
    CHECK(found.failed == 2);
}

TEST_CASE("the runs end at the first that fails, where that is asked for") {
    const auto found =
        explore({.runs = 100, .stop_at_failure = true}, [] { weft::fail("always"); });
    CHECK(found.runs == 1);
    CHECK(found.failed == 1);
}

TEST_CASE("a body that depends on more than the schedule is found out") {
    int runs = 0;
    const auto found = explore({.runs = 100}, [&] {
        start_new_thread([] { weft::this_thread::yield(); });
        if (++runs % 2 == 0)
            weft::this_thread::yield();
        wait_for_all();
    });
    CHECK(found);
    CHECK_FALSE(found.deterministic);
    CHECK(contains(found.text(), "does not do the same again under the same schedule"));
}

TEST_CASE("a failure that does not come again under its schedule is told as one") {
    int runs = 0;
    const auto found = explore({.policy = weft::random_walk, .runs = 100}, [&] {
        start_new_thread([] { weft::this_thread::yield(); });
        if (++runs == 50)
            weft::fail("the fiftieth");
        wait_for_all();
    });
    CHECK(found.what == "the fiftieth");
    CHECK_FALSE(found.deterministic);
}

TEST_CASE("the body's hook gets what leaves its threads, and the program has its own again") {
    const auto before = weft::set_excepthook(nullptr);
    int hooked = 0;
    static int* counter = nullptr;
    counter = &hooked;
    const auto found = explore({.runs = 3}, [] {
        weft::set_excepthook([](const weft::excepthook_args&) { ++*counter; });
        start_new_thread(work);
        wait_for_all();
    });
    CHECK_MESSAGE(!found, found);
    CHECK(hooked >= 3);
    const bool is_own = weft::set_excepthook(before) == nullptr;
    CHECK(is_own);
}

TEST_CASE("an interrupt that was requested before is the program's, and still is after") {
    CHECK_THROWS_AS(
        [] {
            lock_type done;
            done.acquire();
            start_new_thread([&] {
                done.release();
                weft::this_thread::yield();
                weft::interrupt_main();
            });
            done.acquire();
            while (weft::count() != 0) {
                lock_type never;
                never.acquire();
                static_cast<void>(never.try_lock_for(std::chrono::milliseconds(1)));
            }
            const auto found =
                explore({.runs = 5}, [] { weft::this_thread::sleep_for(std::chrono::seconds(1)); });
            CHECK_MESSAGE(!found, found);
            weft::check_interrupt();
        }(),
        weft::keyboard_interrupt);
}

TEST_CASE("what a program does once, in the first run, is no reason to doubt it") {
    bool is_made = false;
    const auto found = explore({.runs = 100}, [&] {
        start_new_thread([] { weft::this_thread::yield(); });
        if (!is_made)
            weft::this_thread::yield();
        is_made = true;
        wait_for_all();
    });
    CHECK_FALSE(found);
    CHECK(found.runs == 100);
}

TEST_CASE("threads that have not ended with the body are abandoned, and the next run has none") {
    int started = 0;
    lock_type never;
    never.acquire();
    const auto found = explore({.runs = 100}, [&] {
        if (weft::count() != 0)
            weft::fail("a thread is left");
        start_new_thread([&] { never.acquire(); });
        const auto ident = start_new_thread([&] {
            ++started;
            for (;;)
                weft::this_thread::yield();
        });
        if (ident != 3)
            weft::fail("idents go on");
    });
    CHECK_MESSAGE(!found, found);
    CHECK(weft::count() == 0);
    CHECK(started > 0);
}

TEST_CASE("an exploration inside another one is refused") {
    const auto found = explore({.runs = 1}, [] { explore([] {}); });
    CHECK(contains(found.what, "cannot be called inside another one"));
}

TEST_CASE("while threads that were started before have not ended, nothing is explored") {
    lock_type gate;
    gate.acquire();
    start_new_thread([&] { gate.acquire(); });
    bool ran = false;
    CHECK_THROWS_WITH_AS(explore([&] { ran = true; }),
                         "weft::explore: threads that were started before have not ended",
                         weft::error);
    CHECK_FALSE(ran);
    gate.release();
    wait_for_all();
}

TEST_CASE("what is no schedule is refused") {
    for (const char* text : {"x!", "1.", ".1", "1,", "--", "zzzzzzzzzzzzzzzzzzzz"})
        CHECK_THROWS_AS(explore({.replay = text}, [] {}), std::invalid_argument);
}

TEST_CASE("time is virtual: sleeps take none, and a later one may end first") {
    using namespace std::chrono_literals;
    const auto begin = std::chrono::steady_clock::now();
    int second_first = 0;
    const auto found = explore({.runs = 1000}, [&] {
        cell<int> ended;
        threads other;
        other.start([&] {
            weft::this_thread::sleep_for(1h);
            ended.add(1);
        });
        weft::this_thread::sleep_for(2h);
        second_first += ended.get() == 0 ? 1 : 0;
        lock_type held;
        held.acquire();
        if (held.try_lock_for(1h))
            weft::fail("it was held");
        if (held.try_lock_until(std::chrono::system_clock::now() + 1h))
            weft::fail("it was held");
        weft::this_thread::sleep_until(std::chrono::steady_clock::now() + 1h);
    });
    CHECK_MESSAGE(!found, found);
    CHECK(second_first > 0);
    CHECK(second_first < 1000);
    CHECK(std::chrono::steady_clock::now() - begin < 10min);
}

TEST_CASE("whether a wait's deadline passes before it gets the lock is chosen") {
    using namespace std::chrono_literals;
    int got_it = 0;
    constexpr int runs = 500;
    static_cast<void>(explore({.runs = runs}, [&] {
        lock_type lock;
        lock.acquire();
        threads other;
        other.start([&] { lock.release(); });
        got_it += lock.try_lock_for(1s) ? 1 : 0;
    }));
    CHECK(got_it > 0);
    CHECK(got_it < runs);
}

TEST_CASE("interrupts reach the body, as it is the main thread") {
    const auto found = explore({.runs = 500}, [&] {
        try {
            start_new_thread([] { weft::interrupt_main(); });
            for (;;)
                weft::this_thread::sleep_for(std::chrono::hours(1));
        } catch (const weft::keyboard_interrupt&) {
        }
        wait_for_all();
    });
    CHECK_MESSAGE(!found, found);
}

TEST_CASE("after an exploration, threads run as before") {
    static_cast<void>(explore({.runs = 10}, [] {
        start_new_thread([] { weft::fail("x"); });
        wait_for_all();
    }));
    int order = 0;
    start_new_thread([&] { order = 1; });
    CHECK(order == 1);
    lock_type lock;
    CHECK(lock.acquire(false));
    CHECK_FALSE(lock.acquire(false));
    wait_for_all();
}

TEST_CASE("that objects are elsewhere in the next run is no difference") {
    static int runs = 0;
    const auto found = weft::explore(
        {.runs = 1}, [] { weft::fail("it is at 0x7ffff" + std::to_string(1'000'000 + ++runs)); });
    CHECK(found.failed == 1);
    CHECK(found.deterministic);
}
