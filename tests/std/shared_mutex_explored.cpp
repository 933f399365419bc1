// Shared mutexes under all schedules with two preemptions.
#include <chrono>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "../explore/schedules.hpp"
#include "../explore/threads.hpp"

using namespace std::chrono_literals;
using weft::shared_timed_mutex;

namespace {

/// A shared mutex, and who is inside of what it guards.
struct guarded {
    shared_timed_mutex mutex;
    int readers = 0;
    int writers = 0;

    void write() {
        if (++writers != 1 || readers != 0)
            weft::fail("it is not had alone");
        weft::this_thread::yield();
        --writers;
    }
    void read() {
        ++readers;
        weft::this_thread::yield();
        if (writers != 0)
            weft::fail("it is shared with who has it alone");
        --readers;
    }
    void expect_free() {
        if (!mutex.try_lock())
            weft::fail("it is still had, or promised");
        mutex.unlock();
    }
};

void check(void (*body)()) {
    const auto found =
        weft::explore({.policy = weft::exhaustive(support::preemptions), .runs = 1'000'000}, body);
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
    const auto by_chance = weft::explore({.runs = support::random_schedules}, body);
    CHECK_MESSAGE(!by_chance, by_chance);
}

} // namespace

TEST_CASE("nobody is beside who has it alone, and all have it in the end") {
    check([] {
        guarded it;
        {
            threads all;
            for (int i = 0; i < 2; ++i) {
                all.start([&] {
                    const weft::shared_lock held(it.mutex);
                    it.read();
                });
            }
            all.start([&] {
                const weft::lock_guard held(it.mutex);
                it.write();
            });
        }
        it.expect_free();
    });
}

TEST_CASE("nor where one gives up who waits to have it alone") {
    check([] {
        guarded it;
        {
            threads all;
            all.start([&] {
                const weft::shared_lock held(it.mutex);
                it.read();
            });
            all.start([&] {
                if (const weft::unique_lock held(it.mutex, 1s); held)
                    it.write();
            });
            all.start([&] {
                const weft::lock_guard held(it.mutex);
                it.write();
            });
        }
        it.expect_free();
    });
}

TEST_CASE("nor where one gives up who waits to share it") {
    check([] {
        guarded it;
        {
            threads all;
            all.start([&] {
                const weft::lock_guard held(it.mutex);
                it.write();
            });
            all.start([&] {
                if (const weft::shared_lock held(it.mutex, 1s); held)
                    it.read();
            });
            all.start([&] {
                const weft::shared_lock held(it.mutex);
                it.read();
            });
        }
        it.expect_free();
    });
}

TEST_CASE("a thread that takes a second share behind one who waits to have it alone is found") {
    const auto found = weft::explore([] {
        weft::shared_mutex mutex;
        threads all;
        all.start([&] {
            const weft::shared_lock one(mutex);
            const weft::shared_lock another(mutex);
        });
        all.start([&] { const weft::lock_guard held(mutex); });
    });
    CHECK(found.what == "deadlock");
}
