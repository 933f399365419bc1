// The frames in a report.
// REQUIRES a platform that can tell them.
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::contains;
using support::report_of;

namespace suite {

// What calls something adds to its result, so that the call is none that the frame ends with.

[[gnu::noinline]] int innermost(int number) {
    if (number > 0)
        throw std::runtime_error("thrown");
    return number;
}

[[gnu::noinline]] int middle(int number) {
    return innermost(number) + 1;
}

[[gnu::noinline]] int outer(int number) {
    return middle(number) + 1;
}

void frames_worker(int number) {
    if (outer(number) > 0)
        std::abort();
}

[[noreturn, gnu::noinline]] void never_returns() {
    throw std::runtime_error("thrown");
}

[[gnu::noinline]] void ends_with_call(int number) {
    if (number > 0)
        never_returns();
}

[[gnu::noinline]] int rethrower(int number) {
    try {
        return outer(number);
    } catch (const std::runtime_error&) {
        throw;
    }
}

void rethrowing_worker(int number) {
    if (rethrower(number) > 0)
        std::abort();
}

[[gnu::noinline]] int harmless(int number) {
    try {
        return outer(number) + 1;
    } catch (const std::runtime_error&) {
        return 0;
    }
}

void catching_worker() {
    if (harmless(1) == 0)
        never_returns();
}

struct catching_destructor {
    ~catching_destructor() { harmless(1); }
};

void unwinding_worker() {
    const catching_destructor destroyed;
    never_returns();
}

[[gnu::noinline]] int recurse(int depth) {
    if (depth == 0)
        return innermost(1) + 1;
    // Not at once, or a compiler makes a loop of it.
    const volatile int result = recurse(depth - 1);
    return result;
}

struct object {
    [[gnu::noinline]] int member(int number) { return innermost(number) + 1; }
};

} // namespace suite

namespace {

constexpr auto npos = std::string::npos;

const char* const heading = "Traceback (most recent call last):\n";

/// The part of a report that shows frames.
std::string frames_in(const std::string& report) {
    const auto begin = report.find(heading);
    const auto end = report.find("\nstd::runtime_error: thrown", begin);
    return begin == npos || end == npos ? "" : report.substr(begin, end - begin);
}

template <class... Call>
std::string frames_of(Call&&... call) {
    return frames_in(report_of(std::forward<Call>(call)...));
}

std::ptrdiff_t lines_with(const std::string& text, const std::string& part) {
    std::ptrdiff_t lines = 0;
    for (auto at = text.find(part); at != npos; at = text.find(part, text.find('\n', at)))
        ++lines;
    return lines;
}

} // namespace

TEST_CASE("the report names the function that the thread was started with, then the frames") {
    const auto report = report_of(suite::frames_worker, std::tuple(1));
    CAPTURE(report);
    const auto first_line = report.substr(0, report.find('\n'));
    CHECK(contains(first_line, "suite::frames_worker"));
    CHECK(contains(report, heading));
    CHECK_FALSE(frames_in(report).empty());
}

TEST_CASE("the frames of the throw are shown, most recent call last") {
    const auto frames = frames_of(suite::frames_worker, std::tuple(1));
    CAPTURE(frames);
    const auto worker = frames.find("suite::frames_worker");
    const auto outer = frames.find("suite::outer");
    const auto middle = frames.find("suite::middle");
    const auto innermost = frames.find("suite::innermost");
    CHECK(innermost != npos);
    CHECK(worker < outer);
    CHECK(outer < middle);
    CHECK(middle < innermost);
}

TEST_CASE("the frames are the program's: none outside its function, none inside its throw") {
    const auto frames = frames_of(suite::frames_worker, std::tuple(1));
    CAPTURE(frames);
    CHECK_FALSE(frames.empty());
    for (const char* const foreign : {"weft::", "std::apply", "__invoke", "__cxa_throw", "_Unwind",
                                      "start_thread", "doctest::"})
        CHECK_MESSAGE(!contains(frames, foreign), foreign);
}

TEST_CASE("a frame that ends with a call that does not return is shown") {
    const auto frames = frames_of(suite::ends_with_call, std::tuple(1));
    CAPTURE(frames);
    CHECK(contains(frames, "suite::ends_with_call"));
    CHECK(frames.find("suite::ends_with_call") < frames.find("suite::never_returns"));
    CHECK(contains(frames, "suite::never_returns"));
}

TEST_CASE("what is rethrown shows where it was rethrown") {
    const auto frames = frames_of(suite::rethrowing_worker, std::tuple(1));
    CAPTURE(frames);
    CHECK(contains(frames, "suite::rethrower"));
    CHECK_FALSE(contains(frames, "suite::innermost"));
}

TEST_CASE("an exception that was caught before does not show in the report of the next one") {
    const auto frames = frames_of(suite::catching_worker);
    CAPTURE(frames);
    CHECK(contains(frames, "suite::never_returns"));
    CHECK_FALSE(contains(frames, "suite::innermost"));
}

TEST_CASE("an exception that a destructor throws and catches meanwhile does not show") {
    const auto frames = frames_of(suite::unwinding_worker);
    CAPTURE(frames);
    CHECK(contains(frames, "suite::never_returns"));
    CHECK_FALSE(contains(frames, "suite::innermost"));
}

TEST_CASE("a frame is shown as often as it is there") {
    const auto frames = frames_of(suite::recurse, std::tuple(5));
    CAPTURE(frames);
    CHECK(lines_with(frames, "suite::recurse") == 6);
}

TEST_CASE("a member function is shown with its class") {
    const auto frames = frames_of([] {
        suite::object object;
        if (object.member(1) > 0)
            std::abort();
    });
    CAPTURE(frames);
    CHECK(contains(frames, "suite::object::member"));
}
