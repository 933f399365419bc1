// Joining and letting go, step by step, under all schedules up to a bound: join returns when the
// thread has ended, and what they share is let go of by the last of them.
#include <utility>

#include <weft/std/thread.hpp>

#include "check.hpp"
#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"

using proof::check_all;
using proof::check_some;
using weft::jthread;
using weft::thread;

namespace {

void step(const void* object) {
    weft::backend::take_point(weft::operation::acquire, object);
}

void two_are_joined(int early_returns) {
    proof::begin_run(early_returns);
    bool has_ended[2] = {};
    const auto end = [&](int i) {
        step(&has_ended);
        has_ended[i] = true;
    };
    thread first(end, 0);
    thread second(end, 1);
    first.join();
    if (!has_ended[0])
        weft::fail("it had not ended");
    second.join();
    if (!has_ended[1])
        weft::fail("it had not ended");
}

void one_is_joined_by_another(int early_returns) {
    proof::begin_run(early_returns);
    int order = 0;
    thread first([&] {
        step(&order);
        order = 1;
    });
    const jthread second(
        [&](thread joined) {
            joined.join();
            if (order != 1)
                weft::fail("it had not ended");
            thread([&] { step(&order); }).detach();
        },
        std::move(first));
    thread([&] { step(&order); }).detach();
}

} // namespace

TEST_CASE("join waits for the end of a thread, in all schedules with two preemptions") {
    check_all(2, two_are_joined, 0);
    check_all(1, two_are_joined, 2);
    check_all(2, one_is_joined_by_another, 0);
    check_all(1, one_is_joined_by_another, 1);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    check_some(two_are_joined, 3);
    check_some(one_is_joined_by_another, 3);
}
