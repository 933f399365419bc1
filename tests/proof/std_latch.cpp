// std/latch.cpp, step by step, under all schedules up to a bound, on a parking as bad as the
// contract allows: nobody goes on too early or waits for ever, and who has waited may destroy it.
#include <weft/std/latch.hpp>

#include <cstddef>
#include <cstring>
#include <new>

#include "check.hpp"
#include "parking.hpp"
#include "together.hpp"

using proof::check_all;
using weft::latch;

namespace {

void two_wait(int early_returns) {
    proof::begin_run(early_returns);
    latch both(2);
    int arrived = 0;
    const auto expect_both = [&] {
        if (arrived != 2 || !both.try_wait())
            weft::fail("a thread goes on before the latch is at zero");
    };
    proof::together all;
    all.start([&] {
        ++arrived;
        both.count_down();
    });
    all.start([&] {
        ++arrived;
        both.arrive_and_wait();
        expect_both();
    });
    all.start([&] {
        both.wait();
        expect_both();
    });
    both.wait();
    expect_both();
}

/// Who has waited destroys it, while those who counted it down may not yet have returned.
void who_waited_destroys(int early_returns) {
    proof::begin_run(early_returns);
    alignas(latch) std::byte place[sizeof(latch)];
    auto* const both = ::new (static_cast<void*>(place)) latch(2);
    constexpr std::uint32_t garbage = 0x7E57'7E57;
    {
        proof::together all;
        all.start([&] { both->count_down(); });
        all.start([&] { both->count_down(); });
        all.start([&] {
            both->wait();
            std::memcpy(place, &garbage, sizeof garbage);
        });
    }
    if (std::memcmp(place, &garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

constexpr proof::body bodies[] = {two_wait, who_waited_destroys};

} // namespace

TEST_CASE(
    "who waits for a latch goes on when it is at zero, in all schedules with two preemptions") {
    check_all(2, two_wait, 0);
}

TEST_CASE("who has waited for a latch may destroy it") {
    check_all(3, who_waited_destroys, 0);
}

TEST_CASE("all of this holds where parks return early") {
    for (const proof::body each : bodies) {
        check_all(2, each, 1);
        check_all(1, each, 2);
    }
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const proof::body each : bodies)
        proof::check_some(each, 3);
}
