// jthread and stop_callback: threads that go on until they are asked to stop.
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::jthread;
using weft::lock_type;
using weft::stop_callback;
using weft::stop_source;
using weft::stop_token;
using weft::thread;

TEST_CASE("a jthread that polls its token ends when it is destroyed") {
    int rounds = 0;
    {
        const jthread polls([&](const stop_token& token) {
            while (!token.stop_requested()) {
                ++rounds;
                weft::this_thread::yield();
            }
        });
    }
    CHECK(weft::count() == 0);
}

TEST_CASE("a callback wakes a thread that waits") {
    lock_type sleeps;
    sleeps.acquire();
    bool was_woken = false;
    {
        const jthread waits([&](const stop_token& token) {
            const stop_callback wakes(token, [&] { sleeps.release(); });
            was_woken = sleeps.try_lock_for(support::patience);
        });
    }
    CHECK(was_woken);
}

TEST_CASE("a callback runs in the thread that asks") {
    stop_source source;
    thread::id runs_in;
    const stop_callback called(source.get_token(), [&] { runs_in = weft::this_thread::get_id(); });
    thread asks([&] { source.request_stop(); });
    const thread::id asker = asks.get_id();
    asks.join();
    CHECK(runs_in == asker);
}

TEST_CASE("the destructor of a callback waits while another thread runs it") {
    stop_source source;
    lock_type runs;
    lock_type go;
    runs.acquire();
    go.acquire();
    bool has_returned = false;
    thread asks;
    {
        const stop_callback waits(source.get_token(), [&] {
            runs.release();
            support::wait_for(go);
            support::pause();
            has_returned = true;
        });
        asks = thread([&] { source.request_stop(); });
        support::wait_for(runs);
        go.release();
    }
    CHECK(has_returned);
    asks.join();
}

TEST_CASE("it does not wait for others that run, or are to run") {
    stop_source source;
    lock_type runs;
    lock_type go;
    runs.acquire();
    go.acquire();
    int others = 0;
    const auto count = [&] { ++others; };
    using counts = stop_callback<std::function<void()>>;
    auto before = std::make_unique<counts>(source.get_token(), count);
    const stop_callback waits(source.get_token(), [&] {
        runs.release();
        support::wait_for(go);
    });
    auto after = std::make_unique<counts>(source.get_token(), count);
    thread asks([&] { source.request_stop(); });
    support::wait_for(runs);
    before.reset();
    after.reset();
    go.release();
    asks.join();
    CHECK(others == 1); // one of them had run, whichever it was
}

TEST_CASE("a callback may destroy itself while it runs in another thread than its maker's") {
    stop_source source;
    std::optional<stop_callback<std::function<void()>>> callback;
    bool has_run = false;
    callback.emplace(source.get_token(), [&] {
        bool& done = has_run;
        callback.reset();
        done = true;
    });
    thread([&] { source.request_stop(); }).join();
    CHECK(has_run);
    CHECK(!callback.has_value());
}

TEST_CASE("while callbacks run, others see that it was asked to stop, and may not ask again") {
    stop_source source;
    lock_type runs;
    lock_type go;
    runs.acquire();
    go.acquire();
    const stop_callback waits(source.get_token(), [&] {
        runs.release();
        support::wait_for(go);
    });
    thread asks([&] { source.request_stop(); });
    support::wait_for(runs);
    CHECK(source.stop_requested());
    CHECK(!source.request_stop());
    bool has_run = false;
    const stop_callback late(source.get_token(), [&] { has_run = true; });
    CHECK(has_run);
    go.release();
    asks.join();
}

TEST_CASE("threads that register, ask and go at once do each callback once") {
    for (int round = 0; round < 50; ++round) {
        stop_source source;
        int runs[8] = {};
        bool has_asked[8] = {};
        {
            std::optional<jthread> all[8];
            for (int i = 0; i < 8; ++i) {
                all[i].emplace([&, i] {
                    const stop_callback called(source.get_token(), [&] { ++runs[i]; });
                    weft::this_thread::yield();
                    has_asked[i] = i % 4 == 0 && source.request_stop();
                });
            }
        }
        // Who asks second may destroy its callback before the first one comes to that.
        CHECK(has_asked[0] != has_asked[4]);
        for (int i = 0; i < 8; ++i) {
            CHECK(runs[i] <= 1);
            CHECK((runs[i] == 1 || !has_asked[i]));
        }
    }
}
