// weft::local, in threads of the system.
#include <atomic>
#include <chrono>

#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "../support.hpp"
#include "foreign_thread.hpp"

using weft::local;

namespace {

std::atomic<int> alive = 0;

struct counted {
    int number = 0;
    counted() { ++alive; }
    ~counted() { --alive; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
};

local<counted> variable;
local<counted> other;

/// Its thread_local object uses a variable when it is destroyed.
struct uses_at_end {
    static inline int seen = -1;
    ~uses_at_end() {
        seen = variable->number;
        variable->number = 0;
        other->number = 1;
    }
};

void use_at_end() {
    thread_local uses_at_end object;
    static_cast<void>(object);
}

} // namespace

TEST_CASE("a thread that weft did not start has values, which are destroyed when it has ended") {
    variable->number = 1;
    const int before = alive;
    int alive_in_thread = 0;
    support::foreign_thread([&] {
        variable->number = 2;
        other->number = 3;
        alive_in_thread = alive;
    }).join();
    CHECK(alive_in_thread == before + 2);
    CHECK(alive == before);
    CHECK(variable->number == 1);
}

TEST_CASE("values that destructors of thread_local objects make are destroyed, too") {
    const int before = alive;
    for (const bool foreign : {false, true}) {
        const auto work = [] {
            variable->number = 2;
            use_at_end();
        };
        if (foreign)
            support::foreign_thread(work).join();
        else
            support::run(work);
        // A thread that weft has started is not counted any more, but may still be at its end.
        const auto deadline = std::chrono::steady_clock::now() + support::patience;
        while (alive != before && std::chrono::steady_clock::now() < deadline)
            support::pause();
        CHECK(alive == before);
    }
}
