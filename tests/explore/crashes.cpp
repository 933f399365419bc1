// What the system tells by a signal.
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "threads.hpp"

namespace {

/// So that the compiler does not know what is there.
int* volatile nowhere = reinterpret_cast<int*>(8);

int overflow(int depth) {
    volatile char block[4096];
    block[0] = static_cast<char>(depth);
    return depth == 1 << 30 ? 0 : overflow(depth + 1) + block[0];
}

} // namespace

TEST_CASE("an abort ends the exploration, and is told with its schedule") {
    const auto found = weft::explore([] {
        threads all;
        all.start([] { std::abort(); });
    });
    CHECK(found.runs == 1);
    CHECK(found.failed == 1);
    CHECK(found.what == "SIGABRT: it aborted");
}

TEST_CASE("a fault that only some schedules show is found, and the next exploration works") {
    for (int i = 0; i < 2; ++i) {
        const auto found = weft::explore([] {
            weft::lock_type lock;
            int value = 1;
            int* shared = &value;
            threads all;
            all.start([&] {
                lock.acquire();
                shared = nowhere;
                lock.release();
                lock.acquire();
                shared = &value;
                lock.release();
            });
            all.start([&] {
                lock.acquire();
                if (*shared == 0)
                    weft::fail("another value");
                lock.release();
            });
        });
        CHECK(found.failed == 1);
        CHECK(found.run > 1);
        CHECK(found.runs == found.run);
        CHECK(found.what == "SIGSEGV: an invalid address");
    }
}

TEST_CASE("a stack that overflows is told as a fault") {
    const auto found = weft::explore([] {
        threads all;
        all.start([] { static_cast<void>(overflow(0)); });
    });
    CHECK(found.failed == 1);
    CHECK(found.what.starts_with("SIG"));
}

TEST_CASE("a replay that crashes has a timeline to there") {
    const auto found = weft::explore({.replay = "-"}, [] {
        weft::lock_type lock;
        lock.acquire();
        std::abort();
    });
    const std::string text = found.timeline();
    const auto acquires = text.find("main  acquires lock ");
    CHECK(acquires != std::string::npos);
    CHECK(text.find("fails: SIGABRT: it aborted", acquires) != std::string::npos);
}
