// Threads whose functions run inside start_new_thread.
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <unwind.h>

#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"
#include "captured_stderr.hpp"

using namespace std::chrono_literals;
using weft::get_ident;
using weft::start_new_thread;

namespace suite {

void inner_thread() {
    throw std::logic_error("inner");
}

void outer_thread() {
    start_new_thread(inner_thread);
}

} // namespace suite

namespace {

/// Starts itself as a thread in a thread, `depth` times, and notes the identifiers.
void nest(int depth, std::vector<weft::ident_t>& idents) {
    const auto own = get_ident();
    idents.push_back(own);
    if (weft::count() != idents.size())
        throw std::logic_error("count");
    if (depth > 1) {
        const auto inner = start_new_thread(nest, std::tuple(depth - 1, std::ref(idents)));
        if (inner != idents[static_cast<std::size_t>(own - idents.front()) + 1])
            throw std::logic_error("inner identifier");
    }
    if (get_ident() != own)
        throw std::logic_error("own identifier");
}

} // namespace

TEST_CASE("the backend is the dummy") {
    CHECK(std::string(weft::backend_name()) == "dummy");
}

TEST_CASE("the function has run when start_new_thread returns") {
    int ran = 0;
    for (int i = 1; i <= 3; ++i) {
        start_new_thread([&] { ++ran; });
        CHECK(ran == i);
        CHECK(weft::count() == 0);
    }
}

TEST_CASE("a thread in a thread runs at the place where it is started") {
    std::string order;
    start_new_thread([&] {
        order += "a";
        start_new_thread([&] { order += "b"; });
        order += "c";
        start_new_thread([&] { order += "d"; });
        order += "e";
    });
    CHECK(order == "abcde");
}

TEST_CASE("threads nest, and each has an identifier of its own") {
    constexpr std::size_t depth = 200;
    std::vector<weft::ident_t> idents;
    idents.reserve(depth);
    const auto first =
        start_new_thread(nest, std::tuple(static_cast<int>(depth), std::ref(idents)));
    CHECK(idents.size() == depth);
    CHECK(idents.front() == first);
    std::set<weft::ident_t> different(idents.begin(), idents.end());
    different.insert(get_ident());
    CHECK(different.size() == depth + 1);
    CHECK(get_ident() == 1);
    CHECK(weft::count() == 0);
}

TEST_CASE("exit() ends just the function that calls it") {
    bool inner_went_on = false;
    bool outer_went_on = false;
    start_new_thread([&] {
        start_new_thread([&] {
            weft::exit();
            inner_went_on = true;
        });
        outer_went_on = true;
    });
    CHECK_FALSE(inner_went_on);
    CHECK(outer_went_on);
}

TEST_CASE("an unhandled exception ends just the function that throws it") {
    const support::excepthook_while hook(support::ignore_report);
    bool outer_went_on = false;
    start_new_thread([&] {
        start_new_thread([] { throw std::runtime_error("inner"); });
        outer_went_on = true;
    });
    CHECK(outer_went_on);
    CHECK(weft::count() == 0);
}

TEST_CASE("a thread that is started while an exception is handled leaves that as it was") {
    const support::excepthook_while hook(support::ignore_report);
    try {
        throw std::runtime_error("outer");
    } catch (const std::runtime_error&) {
        start_new_thread([] { throw std::logic_error("inner"); });
        CHECK_THROWS_AS(throw, std::runtime_error);
    }
}

TEST_CASE("the report of a thread names no frame of those that it runs inside") {
    const support::captured_stderr captured;
    start_new_thread(suite::outer_thread);
    const auto printed = captured.text();
    CAPTURE(printed);
    const auto end = printed.find("std::logic_error: inner\n");
    REQUIRE(end != std::string::npos);
    const auto report = printed.substr(0, end);
    CHECK(support::contains(report, "suite::inner_thread"));
    CHECK_FALSE(support::contains(report, "suite::outer_thread"));
    CHECK_FALSE(support::contains(report, "doctest::"));
}

TEST_CASE("a thread that sleeps makes the process sleep") {
    CHECK(support::time_of([] { start_new_thread([] { weft::this_thread::sleep_for(20ms); }); }) >=
          20ms);
}

TEST_CASE("stack_size(n) throws error for any n, and stack_size() returns 0") {
    for (const std::size_t size : {0U, 1U, 32767U, 32768U, 65536U, 1U << 30U}) {
        CAPTURE(size);
        CHECK_THROWS_AS(weft::stack_size(size), weft::error);
        CHECK(weft::stack_size() == 0);
    }
}

TEST_CASE("an exception that is not C++'s goes on to the caller, and the thread has ended") {
    static _Unwind_Exception foreign{};
    bool caught = false;
    try {
        start_new_thread([](const std::shared_ptr<int>&) { _Unwind_RaiseException(&foreign); },
                         std::tuple(std::make_shared<int>(1)));
    } catch (...) {
        caught = true;
    }
    CHECK(caught);
    CHECK(weft::count() == 0);
    CHECK(weft::get_ident() == 1);
}
