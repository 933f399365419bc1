// Two accesses of which one writes, where nothing orders them, are told; what weft and memory
// orders order is not.
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "racing.hpp"
#include "threads.hpp"

using accesses::contains;
using accesses::no_race_in;
using accesses::races_in;
using accesses::runs;
using weft::lock_type;
using weft::start_new_thread;

// Functions that a report names.
namespace bank {

[[gnu::noinline]] void deposit(int& balance) {
    ++balance;
}
[[gnu::noinline]] void look(const int& balance) {
    if (balance < 0)
        weft::fail("money was lost");
}

struct teller {
    virtual ~teller() = default;
    [[nodiscard]] virtual int number() const { return 1; }
};

} // namespace bank

namespace {

void look_while_deposited() {
    int balance = 0;
    lock_type held;
    threads all;
    all.start([&] {
        const std::lock_guard guard(held);
        bank::deposit(balance);
    });
    all.start([&] { bank::look(balance); });
}

} // namespace

TEST_CASE("a race is told with both accesses, their threads and the locks held") {
    const auto found = races_in(look_while_deposited);
    CHECK(contains(found.report, "#3 "));
    CHECK(contains(found.report, " reads 0x"));
    CHECK(contains(found.report, "#2 "));
    CHECK(contains(found.report, ", which holds lock 0x"));
    CHECK(contains(found.report, ", wrote there:\n"));
}

TEST_CASE("the schedule told has the race again") {
    const auto found = races_in(look_while_deposited);
    const auto again = weft::explore({.replay = found.replay}, look_while_deposited);
    CHECK(again.runs == 1);
    CHECK(again.what == found.what);
}

TEST_CASE("a race that needs another order than the dummy's own is found") {
    races_in([] {
        int shared = 0;
        bool is_last = false;
        lock_type guard;
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                const std::unique_lock held(guard);
                if (std::exchange(is_last, true))
                    return;
                ++shared;
            });
        }
        all.start([&] {
            std::unique_lock held(guard);
            const bool look = !is_last;
            held.unlock();
            if (look)
                ++shared;
        });
    });
}

TEST_CASE("a lock orders what is done while it is held") {
    no_race_in([] {
        int balance = 0;
        lock_type held;
        threads all;
        for (int i = 0; i < 3; ++i) {
            all.start([&] {
                const std::lock_guard guard(held);
                ++balance;
            });
        }
    });
}

TEST_CASE(
    "so does one that another thread releases, and a lock that was tried, or waited for in time") {
    no_race_in([] {
        int balance = 0;
        lock_type done;
        done.acquire();
        start_new_thread([&] {
            ++balance;
            done.release();
        });
        using namespace std::chrono_literals;
        if (done.try_lock() || done.try_lock_for(1ms)) {
            ++balance;
        } else {
            done.acquire();
            ++balance;
        }
    });
}

TEST_CASE("the start of a thread comes after what its starter did, and its end before count()") {
    no_race_in([] {
        int balance = 1;
        start_new_thread([&] { ++balance; });
        while (weft::count() != 0)
            weft::this_thread::yield();
        ++balance;
    });
}

TEST_CASE("what the starter does later is not ordered by the start") {
    races_in([] {
        int balance = 0;
        threads all;
        all.start([&] { ++balance; });
        ++balance;
    });
}

TEST_CASE("a release and the acquire that reads it order") {
    no_race_in([] {
        int data = 0;
        std::atomic<bool> ready = false;
        threads all;
        all.start([&] {
            data = 1;
            ready.store(true, std::memory_order_release);
        });
        all.start([&] {
            if (ready.load(std::memory_order_acquire))
                ++data;
        });
    });
}

TEST_CASE("a relaxed load orders nothing, and a relaxed store does not") {
    const auto pass = [](std::memory_order store, std::memory_order load) {
        int data = 0;
        std::atomic<bool> ready = false;
        threads all;
        all.start([&] {
            data = 1;
            ready.store(true, store);
        });
        all.start([&] {
            if (ready.load(load))
                ++data;
        });
    };
    races_in([=] { pass(std::memory_order_release, std::memory_order_relaxed); });
    races_in([=] { pass(std::memory_order_relaxed, std::memory_order_acquire); });
}

TEST_CASE("a read, changed and written value goes on with the release before it") {
    no_race_in([] {
        int data = 0;
        std::atomic<int> count = 0;
        threads all;
        all.start([&] {
            data = 1;
            count.store(1, std::memory_order_release);
        });
        all.start([&] { count.fetch_add(2, std::memory_order_relaxed); });
        all.start([&] {
            if (count.load(std::memory_order_acquire) == 3 && data != 1)
                weft::fail("it is not there");
        });
    });
}

TEST_CASE("an atomic and another access race, two atomic ones do not") {
    races_in([] {
        int value = 0;
        threads all;
        all.start([&] { std::atomic_ref(value).store(1); });
        all.start([&] { ++value; });
    });
    no_race_in([] {
        std::atomic<int> value = 0;
        threads all;
        all.start([&] { ++value; });
        all.start([&] { ++value; });
    });
}

TEST_CASE("bytes that are neighbours do not race") {
    no_race_in([] {
        struct {
            char a = 0, b = 0;
            short c = 0;
            int d = 0;
        } four;
        threads all;
        all.start([&] { ++four.a; });
        all.start([&] { ++four.b; });
        all.start([&] { ++four.c; });
        all.start([&] { ++four.d; });
    });
}

TEST_CASE("one that lies across two words does") {
    races_in([] {
        alignas(8) char bytes[16] = {};
        threads all;
        all.start([&] {
            const long long value = 1;
            __builtin_memcpy(bytes + 4, &value, sizeof value);
        });
        all.start([&] { ++bytes[9]; });
    });
}

TEST_CASE("memory that was given back and serves another does not race") {
    no_race_in([] {
        threads all;
        for (int i = 0; i < 3; ++i) {
            all.start([] {
                const auto made = std::make_unique<int>(1);
                ++*made;
                auto* const other = static_cast<int*>(std::malloc(sizeof(int)));
                *other = 1;
                weft::this_thread::yield();
                std::free(other);
            });
        }
    });
}

TEST_CASE("nor does the stack that a thread has left") {
    no_race_in([] {
        for (int i = 0; i < 3; ++i) {
            start_new_thread([] {
                int local = 0;
                ++*std::launder(&local);
            });
            weft::this_thread::yield();
        }
        while (weft::count() != 0)
            weft::this_thread::yield();
    });
}

TEST_CASE("a thread_local object is none that threads share") {
    no_race_in([] {
        static thread_local int own = 0;
        threads all;
        for (int i = 0; i < 2; ++i)
            all.start([] { ++own; });
    });
}

TEST_CASE("what a std::shared_ptr is shared by does not race, and orders its end") {
    no_race_in([] {
        auto shared = std::make_shared<std::string>(40, 'a');
        const std::weak_ptr<std::string> weak = shared;
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([shared, weak] {
                const auto mine = weak.lock();
                if (mine->size() != shared->size())
                    weft::fail("it is another");
            });
        }
        shared.reset();
    });
}

TEST_CASE("an object that is made where one of its kind was races with who looks at it") {
    alignas(bank::teller) static std::byte place[sizeof(bank::teller)];
    races_in([] {
        std::atomic<bank::teller*> made = nullptr;
        threads all;
        all.start([&] { made.store(::new (place) bank::teller, std::memory_order_relaxed); });
        all.start([&] {
            if (bank::teller* const seen = made.load(std::memory_order_relaxed))
                static_cast<void>(seen->number());
        });
    });
}

namespace {
int shared_by_static = 0;
int made_once() {
    static const int made = shared_by_static + 1;
    return made;
}
} // namespace

TEST_CASE("a race in what makes a static object is told, though it is made once") {
    const auto found = weft::explore({.runs = runs}, [] {
        threads all;
        all.start([] { ++shared_by_static; });
        all.start([] {
            if (made_once() < 1)
                weft::fail("it is not there");
        });
    });
    CHECK_MESSAGE(found.what.starts_with("data race: "), found);
}

TEST_CASE("what fails in the first run alone is told, and that it does not do so again") {
    int run = 0;
    const auto found = weft::explore({.runs = 5}, [&] {
        if (++run == 1)
            weft::fail("the first");
    });
    CHECK(found.failed == 1);
    CHECK(found.what == "the first");
    CHECK_FALSE(found.deterministic);
}

TEST_CASE("a static object is made before all threads use it") {
    int round = 0;
    const auto body = [&] {
        // In each run another one: what is made in one run is there in the next.
        static const std::string names[3] = {std::string(40, 'a'), std::string(40, 'b')};
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([&] {
                if (names[round].size() != 40)
                    weft::fail("it is not there");
            });
        }
    };
    for (; round < 2; ++round)
        no_race_in(body);
}

TEST_CASE("with races let be, what comes of them is found") {
    const auto body = [] {
        int balance = 0;
        {
            threads all;
            for (int i = 0; i < 2; ++i)
                all.start([&] { bank::deposit(balance); });
        }
        if (balance != 2)
            weft::fail("money was lost");
    };
    for (const auto which : {weft::access_points::shared, weft::access_points::all}) {
        const auto found = weft::explore({.runs = 1000, .accesses = which, .races = false}, body);
        CHECK_MESSAGE(found.what == "money was lost", found);
        CHECK(found.deterministic);
        const auto again = weft::explore({.replay = found.replay, .races = false}, body);
        CHECK(again.what == found.what);
    }
}
