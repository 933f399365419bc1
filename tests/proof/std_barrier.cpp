// std/barrier.cpp, step by step, under all schedules up to a bound, on a parking as bad as the
// contract allows: each phase is over when all have arrived and not before, its completion comes
// between, once; and who has waited for the last may destroy it.
#include <weft/std/barrier.hpp>

#include <cstddef>
#include <cstring>
#include <new>

#include "check.hpp"
#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"
#include "together.hpp"

using proof::check_all;

namespace {

/// Counts the completions, with a step in the middle.
struct counting {
    int& completed;
    void operator()() noexcept {
        const int before = completed;
        weft::backend::take_point(weft::operation::acquire, &completed);
        completed = before + 1;
    }
};

void expect(int completed, int phases) {
    if (completed != phases)
        weft::fail("the completion was called too often, or not in time");
}

/// Three threads, in two phases, of which they wait for the first.
void two_phases(int early_returns) {
    proof::begin_run(early_returns);
    int completed = 0;
    weft::barrier three(3, counting{completed});
    {
        proof::together all;
        for (int i = 0; i < 3; ++i)
            all.start([&] {
                expect(completed, 0);
                three.arrive_and_wait();
                if (completed == 0)
                    weft::fail("a thread goes on before the completion");
                static_cast<void>(three.arrive());
            });
    }
    expect(completed, 2);
}

/// Two threads that go on, and one that arrives, does not wait, and drops out.
void one_drops(int early_returns) {
    proof::begin_run(early_returns);
    int completed = 0;
    weft::barrier three(3, counting{completed});
    {
        proof::together all;
        all.start([&] { three.arrive_and_drop(); });
        for (int i = 0; i < 2; ++i)
            all.start([&] {
                auto arrived = three.arrive();
                three.wait(std::move(arrived));
                if (completed < 1)
                    weft::fail("a thread goes on before the completion");
                three.arrive_and_wait();
                expect(completed, 2);
            });
    }
    expect(completed, 2);
}

/// Who has waited for the last phase destroys it, while the others may not yet have returned from
/// `arrive`.
void who_waited_destroys(int early_returns) {
    proof::begin_run(early_returns);
    using barrier = weft::barrier<>;
    alignas(barrier) std::byte place[sizeof(barrier)];
    auto* const three = ::new (static_cast<void*>(place)) barrier(3);
    constexpr std::uint64_t garbage = 0x7E57'7E57'7E57'7E57;
    {
        proof::together all;
        for (int i = 0; i < 2; ++i)
            all.start([&] { static_cast<void>(three->arrive()); });
        all.start([&] {
            three->arrive_and_wait();
            std::memcpy(place, &garbage, sizeof garbage);
        });
    }
    if (std::memcmp(place, &garbage, sizeof garbage) != 0)
        weft::fail("it was written to when it was destroyed");
}

constexpr proof::body bodies[] = {two_phases, one_drops, who_waited_destroys};

} // namespace

TEST_CASE("phases of a barrier follow each other, in all schedules with two preemptions") {
    check_all(2, two_phases, 0);
}

TEST_CASE("who drops out of a barrier is not expected again") {
    check_all(2, one_drops, 0);
}

TEST_CASE("who has waited for a barrier's last phase may destroy it") {
    check_all(3, who_waited_destroys, 0);
}

TEST_CASE("all of this holds where parks return early") {
    for (const proof::body each : bodies)
        check_all(1, each, 1);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const proof::body each : bodies)
        proof::check_some(each, 3);
}
