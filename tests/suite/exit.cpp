// How threads end: by returning, by exit(), by an exception.
#include <atomic>
#include <stdexcept>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "captured_stderr.hpp"

using support::run;

namespace {

std::atomic<int> reports;

void count_report(const weft::excepthook_args&) {
    ++reports;
}

/// Whether `function`, run as a thread, ends it without a report.
template <class F>
bool ends_silently(F function) {
    const support::captured_stderr captured;
    run(function);
    if (!captured.text().empty())
        return false;
    const support::excepthook_while hook(count_report);
    reports = 0;
    run(function);
    return reports == 0;
}

} // namespace

TEST_CASE("exit() throws system_exit") {
    CHECK_THROWS_AS(weft::exit(), weft::system_exit);
    bool thrown = false;
    run([&] {
        try {
            weft::exit();
        } catch (const weft::system_exit&) {
            thrown = true;
        }
    });
    CHECK(thrown);
}

TEST_CASE("a thread exits silently when its function returns") {
    CHECK(ends_silently([] {}));
}

TEST_CASE("exit() ends the thread silently, where it is called") {
    std::atomic<bool> went_on = false;
    CHECK(ends_silently([&] {
        [] { weft::exit(); }();
        went_on = true;
    }));
    CHECK_FALSE(went_on);
}

TEST_CASE("raising system_exit is equivalent to calling exit()") {
    CHECK(ends_silently([] { throw weft::system_exit(); }));
}

TEST_CASE("system_exit is rethrown silently") {
    CHECK(ends_silently([] {
        try {
            weft::exit();
        } catch (...) {
            throw;
        }
    }));
}

TEST_CASE("exit() unwinds: destructors run") {
    std::atomic<int> destroyed = 0;
    struct object {
        std::atomic<int>& count;
        ~object() { ++count; }
    };
    run([&] {
        const object outer{destroyed};
        [&] {
            const object inner{destroyed};
            weft::exit();
        }();
    });
    CHECK(destroyed == 2);
}

TEST_CASE("catch (const std::exception&) in a thread lets exit() by") {
    std::atomic<bool> caught = false;
    CHECK(ends_silently([&] {
        try {
            weft::exit();
        } catch (const std::exception&) {
            caught = true;
        }
    }));
    CHECK_FALSE(caught);
}

TEST_CASE("a thread that catches system_exit goes on") {
    bool went_on = false;
    run([&] {
        bool caught = false;
        try {
            weft::exit();
        } catch (const weft::system_exit&) {
            caught = true;
        }
        went_on = caught;
    });
    CHECK(went_on);
}

TEST_CASE("a thread that catches what it throws exits silently") {
    CHECK(ends_silently([] {
        try {
            throw std::runtime_error("caught");
        } catch (const std::runtime_error&) {
            return;
        }
    }));
}

TEST_CASE("an unhandled exception ends its thread, and the others go on") {
    const support::excepthook_while hook(count_report);
    reports = 0;
    std::atomic<bool> went_on = false;
    run([&] {
        throw std::runtime_error("unhandled");
        went_on = true;
    });
    CHECK_FALSE(went_on);
    CHECK(reports == 1);

    bool ran = false;
    run([&] { ran = true; });
    CHECK(ran);
}

TEST_CASE("an exception ends the thread it is thrown in, not the one that started that") {
    const support::excepthook_while hook(count_report);
    reports = 0;
    bool went_on = false;
    run([&] {
        run([] { throw std::runtime_error("unhandled"); });
        went_on = true;
    });
    CHECK(went_on);
    CHECK(reports == 1);
}
