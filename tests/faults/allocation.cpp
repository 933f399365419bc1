// What happens when memory runs out: at each allocation in turn.
#include <doctest/doctest.h>
#include <memory>
#include <new>
#include <string>

#include <weft/thread.hpp>

#include "../support.hpp"
#include "captured_stderr.hpp"
#include "injected.hpp"

using faults::counted;

namespace {

/// Whether the thread was started, with memory for fewer than `n` allocations.
bool starts_with_memory_for(int n) {
    const std::tuple args{counted(), std::string(100, 'x'), counted()};
    try {
        const faults::failing_new fault(n);
        weft::start_new_thread([](const counted&, const std::string&, const counted&) {}, args);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

} // namespace

TEST_CASE(
    "start_new_thread without memory throws std::bad_alloc, starts nothing and leaks nothing") {
    int n = 1;
    for (; n < 100 && !starts_with_memory_for(n); ++n) {
        CHECK(weft::count() == 0);
        CHECK(counted::alive == 0);
    }
    CHECK(n > 1);
    CHECK(n < 100);
    support::wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("an unhandled exception is reported however little memory is left, and others go on") {
    for (int n = 1; n < 200; ++n) {
        const support::captured_stderr err;
        weft::start_new_thread(
            [n](std::unique_ptr<faults::failing_new>&& fault) {
                // It ends with the thread's arguments, which is after the report.
                fault = std::make_unique<faults::failing_new>(n);
                throw 42;
            },
            std::tuple{std::unique_ptr<faults::failing_new>()});
        support::wait_for_threads();
        const std::string report = err.text();
        CAPTURE(n);
        CHECK(report.starts_with("Unhandled exception in "));
        if (report.ends_with("int: 42\n"))
            return;
    }
    FAIL("there was never memory enough");
}
