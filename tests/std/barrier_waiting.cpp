// Barriers, [thread.barrier]: where threads wait for each other.
#include <weft/std/barrier.hpp>
#include <weft/std/latch.hpp>

#include <array>
#include <memory>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::barrier;

namespace {

constexpr int threads = 4;

/// Runs `function(i)` in so many threads, of which this is one.
template <class F>
void run_in_all(F function) {
    weft::latch done(threads - 1);
    for (int i = 1; i < threads; ++i)
        weft::start_new_thread([&, i] {
            function(i);
            done.count_down();
        });
    function(0);
    done.wait();
    support::wait_for_threads();
}

} // namespace

TEST_CASE("arrive_and_wait() blocks until all have arrived, in each phase") {
    barrier<> all(threads);
    std::array<int, threads> phase_of{};
    run_in_all([&](int i) {
        for (int phase = 1; phase <= 300; ++phase) {
            phase_of[static_cast<std::size_t>(i)] = phase;
            all.arrive_and_wait();
            for (const int each : phase_of)
                if (each != phase)
                    FAIL_CHECK("a thread goes on before another has arrived, or waits too long");
            all.arrive_and_wait();
        }
    });
}

TEST_CASE(
    "the completion sees what was done before the arrivals, and those who wait, what it did") {
    std::array<int, threads> parts{};
    int sum = 0;
    int calls = 0;
    const auto add = [&]() noexcept {
        ++calls;
        sum = 0;
        for (const int each : parts)
            sum += each;
    };
    barrier all(threads, add);
    run_in_all([&](int i) {
        for (int phase = 1; phase <= 300; ++phase) {
            parts[static_cast<std::size_t>(i)] = phase * i;
            all.arrive_and_wait();
            if (sum != phase * (threads - 1) * threads / 2)
                FAIL_CHECK("the completion was not called, or too early");
            all.arrive_and_wait();
        }
    });
    CHECK(calls == 600);
}

TEST_CASE("wait() blocks until the phase of the arrival is over") {
    barrier<> both(2);
    int given = 0;
    weft::lock_type done;
    done.acquire();
    weft::start_new_thread([&] {
        for (int i = 1; i <= 300; ++i) {
            auto token = both.arrive();
            both.wait(std::move(token));
            CHECK(given == i);
            both.arrive_and_wait();
        }
        done.release();
    });
    for (int i = 1; i <= 300; ++i) {
        given = i;
        both.arrive_and_wait();
        both.arrive_and_wait();
    }
    support::wait_for(done);
    support::wait_for_threads();
}

TEST_CASE("a thread that drops out is not waited for any more") {
    int calls = 0;
    barrier all(threads, [&]() noexcept { ++calls; });
    run_in_all([&](int i) {
        for (int phase = 0; phase < i * 50; ++phase)
            all.arrive_and_wait();
        all.arrive_and_drop();
    });
    CHECK(calls == (threads - 1) * 50 + 1);
}

TEST_CASE("whoever has waited for the last phase may destroy the barrier") {
    for (int i = 0; i < 300; ++i) {
        auto* const once = new barrier<>(2);
        weft::start_new_thread([once] { static_cast<void>(once->arrive()); });
        once->arrive_and_wait();
        delete once;
    }
    support::wait_for_threads();
}
