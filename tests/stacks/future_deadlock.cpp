// What is reported of futures that nobody can make ready, where each thread has a stack of its own.
#include <weft/std/future.hpp>
#include <weft/std/semaphore.hpp>

#include <functional>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::contains;

namespace suite {

int waits_for(weft::binary_semaphore& awaited) {
    awaited.acquire();
    return 1;
}

} // namespace suite

namespace {

template <class F>
std::string report_of_deadlock(F action) {
    try {
        action();
    } catch (const weft::deadlock& found) {
        return found.what();
    }
    return "(no deadlock)";
}

} // namespace

TEST_CASE("who waits for async's result waits for the end of its thread, which waits for more") {
    weft::binary_semaphore never(0);
    auto result = weft::async(weft::launch::async, suite::waits_for, std::ref(never));
    for (int i = 0; i < 2; ++i) {
        const std::string report = report_of_deadlock([&] { result.wait(); });
        CHECK_MESSAGE(contains(report, "  main waits for the end of #"), report);
        CHECK_MESSAGE(contains(report, "waits_for("), report);
        CHECK_MESSAGE(contains(report, "&), which waits for semaphore "), report);
        CHECK_MESSAGE(contains(report, " that nobody can release\n"), report);
    }
    never.release();
    CHECK(result.get() == 1);
    support::wait_for_threads();
}

TEST_CASE("who waits for a promise that nobody can keep is told so") {
    weft::promise<int> given;
    auto result = given.get_future();
    const std::string report = report_of_deadlock([&] { result.wait(); });
    CHECK_MESSAGE(contains(report, "main waits for future "), report);
    CHECK_MESSAGE(contains(report, " whose promise nobody can keep"), report);
}
