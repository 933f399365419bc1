// set_excepthook, and what is printed without one.
#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "captured_stderr.hpp"

using support::captured_stderr;
using support::contains;
using support::excepthook_while;
using support::run;
using weft::excepthook_args;
using weft::set_excepthook;

static_assert(noexcept(set_excepthook(nullptr)));

namespace {

struct seen {
    int calls = 0;
    weft::ident_t thread = 0;
    weft::ident_t running = 0;
    std::size_t count = 0;
    std::string type;
    std::string report;
};

/// What `see` was called with, for main to look at when the thread has ended.
seen last;
weft::lock_type last_guard;

void see(const excepthook_args& args) {
    last_guard.acquire();
    const support::release_at_end released(last_guard);
    ++last.calls;
    last.thread = args.thread;
    last.running = weft::get_ident();
    last.count = weft::count();
    last.report = args.report;
    try {
        std::rethrow_exception(args.exception);
    } catch (const std::range_error& error) {
        last.type = std::string("range_error ") + error.what();
    } catch (int number) {
        last.type = "int " + std::to_string(number);
    } catch (...) {
        last.type = "something else";
    }
}

/// What `see` sees when `function` is run as a thread.
template <class F>
seen seen_of(F function) {
    const excepthook_while hook(see);
    last = seen();
    run(function);
    last_guard.acquire();
    const support::release_at_end released(last_guard);
    return last;
}

/// What is printed while `function` is run as a thread.
template <class F>
std::string printed_by(F function) {
    const captured_stderr captured;
    run(function);
    return captured.text();
}

void ignore(const excepthook_args&) {}

} // namespace

TEST_CASE("set_excepthook returns the hook that was set before, or null") {
    CHECK((set_excepthook(see) == nullptr));
    CHECK((set_excepthook(ignore) == see));
    CHECK((set_excepthook(ignore) == ignore));
    CHECK((set_excepthook(nullptr) == ignore));
    CHECK((set_excepthook(nullptr) == nullptr));
}

TEST_CASE("an unhandled exception is printed where there is no hook") {
    const auto printed = printed_by([] { throw std::range_error("far out"); });
    CAPTURE(printed);
    CHECK(contains(printed, "std::range_error: far out\n"));
    CHECK(printed.back() == '\n');
}

TEST_CASE("a hook replaces the printing, null brings it back") {
    const auto throws = [] { throw std::range_error("far out"); };
    {
        const excepthook_while hook(ignore);
        CHECK(printed_by(throws).empty());
    }
    CHECK(contains(printed_by(throws), "far out"));
}

TEST_CASE("the hook is called once for an unhandled exception, and not for a caught one") {
    CHECK(seen_of([] { throw 1; }).calls == 1);
    const auto caught = [] {
        try {
            throw 1;
        } catch (int) {
            return;
        }
    };
    CHECK(seen_of(caught).calls == 0);
}

TEST_CASE("the hook is not called for system_exit") {
    CHECK(seen_of(weft::exit).calls == 0);
}

TEST_CASE("the hook is called in the thread that the exception ends, which has not ended yet") {
    weft::ident_t thread = 0;
    const auto got = seen_of([&] {
        thread = weft::get_ident();
        throw 1;
    });
    CHECK(got.thread == thread);
    CHECK(got.running == thread);
    CHECK(got.count == 1);
}

TEST_CASE("the hook can rethrow the exception, which has its own type") {
    CHECK(seen_of([] { throw std::range_error("far out"); }).type == "range_error far out");
    CHECK(seen_of([] { throw 42; }).type == "int 42");
    CHECK(seen_of([] { throw 'c'; }).type == "something else");
}

TEST_CASE("the hook gets the report that would be printed, with its last newline") {
    const auto throws = [] { throw std::range_error("far out"); };
    const auto report = seen_of(throws).report;
    CAPTURE(report);
    CHECK(contains(report, "std::range_error: far out\n"));
    CHECK(report.back() == '\n');
}

TEST_CASE("what a hook throws is printed, and the report after it") {
    const excepthook_while hook(
        [](const excepthook_args&) { throw std::logic_error("by the hook"); });
    const auto printed = printed_by([] { throw std::range_error("by the thread"); });
    CAPTURE(printed);
    const auto by_hook = printed.find("std::logic_error: by the hook\n");
    const auto by_thread = printed.find("std::range_error: by the thread\n");
    CHECK(by_hook != std::string::npos);
    CHECK(by_thread != std::string::npos);
    CHECK(by_hook < by_thread);
    CHECK(weft::count() == 0);

    bool ran = false;
    run([&] { ran = true; });
    CHECK(ran);
}

TEST_CASE("a hook may use locks and start threads") {
    static std::atomic<bool> ran;
    ran = false;
    const excepthook_while hook([](const excepthook_args&) {
        weft::lock_type lock;
        lock.acquire();
        weft::start_new_thread([] { ran = true; });
        lock.release();
    });
    run([] { throw 1; });
    CHECK(ran);
}
