// thread: joining and letting go of threads that go on.
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../support.hpp"

using weft::lock_type;
using weft::thread;

TEST_CASE("join waits until the thread has ended") {
    lock_type go;
    go.acquire();
    bool has_ended = false;
    thread waits([&] {
        support::wait_for(go);
        support::pause();
        has_ended = true;
    });
    go.release();
    waits.join();
    CHECK(has_ended);
}

TEST_CASE("a thread that is detached goes on, and may outlive its thread object") {
    lock_type go;
    lock_type has_gone_on;
    go.acquire();
    has_gone_on.acquire();
    {
        thread waits([&] {
            support::wait_for(go);
            has_gone_on.release();
        });
        waits.detach();
    }
    go.release();
    support::wait_for(has_gone_on);
    support::wait_for_threads();
}

TEST_CASE("a thread that waits for its own end throws resource_deadlock_would_occur, and goes on") {
    lock_type is_known;
    is_known.acquire();
    std::error_code code;
    thread self;
    self = thread([&] {
        support::wait_for(is_known);
        try {
            self.join();
        } catch (const std::system_error& e) {
            code = e.code();
        }
    });
    is_known.release();
    self.join();
    CHECK(code == std::errc::resource_deadlock_would_occur);
}

TEST_CASE("a thread may be joined by another than its starter") {
    lock_type go;
    go.acquire();
    bool has_ended = false;
    thread waits([&] {
        support::wait_for(go);
        has_ended = true;
    });
    bool is_seen = false;
    thread joins(
        [&](thread joined) {
            joined.join();
            is_seen = has_ended;
        },
        std::move(waits));
    go.release();
    joins.join();
    CHECK(is_seen);
}

TEST_CASE("threads in a vector are joined in any order") {
    lock_type guard;
    int ended = 0;
    std::vector<thread> all;
    for (int i = 0; i < 50; ++i) {
        all.emplace_back([&] {
            weft::this_thread::yield();
            support::wait_for(guard);
            ++ended;
            guard.release();
        });
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        all[(7 * i) % all.size()].join();
    CHECK(ended == 50);
    CHECK(weft::count() == 0);
}
