// Each program's bug is found within so many runs, the schedule told replays it, and the fixed twin
// holds.
#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "programs.hpp"

namespace {

void check(programs::program body, std::size_t within) {
    const auto found =
        weft::explore({.runs = within, .stop_at_failure = true}, [=] { body(false); });
    CHECK_MESSAGE(found.failed == 1, found);
    CHECK(found.deterministic);
    const auto again = weft::explore({.replay = found.replay}, [=] { body(false); });
    CHECK(again.what == found.what);
    CHECK(again.runs == 1);
    const auto twin = weft::explore({.runs = 2000}, [=] { body(true); });
    CHECK_MESSAGE(!twin, twin);
}

/// All schedules of the twin with one preemption, too. Not of threads that spin at locks.
void check_all(programs::program body, std::size_t within) {
    check(body, within);
    const auto all = weft::explore({.policy = weft::exhaustive(1)}, [=] { body(true); });
    CHECK_MESSAGE(!all, all);
    CHECK(all.complete);
}

} // namespace

TEST_CASE("a lost update is found") {
    check_all(programs::lost_update, 10);
}
TEST_CASE("check, then act, is found") {
    check_all(programs::sold_twice, 20);
}
TEST_CASE("ABA is found") {
    check_all(programs::aba, 2000);
}
TEST_CASE("double-checked locking is found") {
    check_all(programs::double_checked, 50);
}
TEST_CASE("a deadlock by the order of locks is found") {
    check_all(programs::lock_order, 20);
}
TEST_CASE("a lost signal is found") {
    check_all(programs::lost_signal, 50);
}
TEST_CASE("a torn publication is found") {
    check_all(programs::torn_pair, 20);
}
TEST_CASE("readers that let a writer in are found") {
    check(programs::readers_and_writer, 1000);
}
TEST_CASE("philosophers that starve are found") {
    check_all(programs::philosophers, 100);
}
TEST_CASE("a wait that looks once is found") {
    check(programs::checked_once, 100);
}
TEST_CASE("a transfer that loses money is found") {
    check_all(programs::transfer, 20);
}
TEST_CASE("flags that are looked at first are found") {
    check_all(programs::flags, 20);
}
TEST_CASE("a task that is left is found") {
    check(programs::last_task, 100);
}
