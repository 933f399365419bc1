// The failing run, step by step, as text.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

using weft::explore;
using weft::lock_type;
using weft::start_new_thread;

namespace {

lock_type first;
lock_type second;

void swapped() {
    second.acquire();
    first.acquire();
}

void deadlocks() {
    first.release();
    second.release();
    first.acquire();
    start_new_thread(swapped);
    second.acquire();
    first.release();
}

std::string at(const lock_type& lock) {
    char address[32];
    std::snprintf(address, sizeof address, "%p", static_cast<const void*>(&lock));
    return address;
}

/// Whether these come one after the other, with anything between them.
bool has_in_order(const std::string& text, const std::vector<std::string>& parts) {
    std::size_t from = 0;
    for (const std::string& part : parts) {
        from = text.find(part, from);
        if (from == text.npos)
            return false;
        from += part.size();
    }
    return true;
}

/// Each run has the lock elsewhere.
weft::exploration deadlocked() {
    int runs = 0;
    return explore({.runs = 1}, [&] {
        lock_type some[8];
        lock_type& mine = some[runs++ % 8];
        mine.acquire();
        mine.acquire();
    });
}

/// Whether a line begins so, and has this in it.
bool has_line(const std::string& text, const std::string& begin, const std::string& part) {
    for (auto at = text.find("\n" + begin); at != text.npos; at = text.find("\n" + begin, at + 1)) {
        if (text.substr(at + 1, text.find('\n', at + 1) - at).find(part) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

TEST_CASE("a timeline has each step of the failing run, with thread, operation and lock") {
    first.acquire();
    second.acquire();
    const auto found = explore({.runs = 1}, deadlocks);
    const std::string text = found.timeline();
    CAPTURE(text);
    CHECK(has_in_order(text, {"main", "begins", "main", "acquires lock " + at(first), "main",
                              "starts #2 ", "#2 ", "acquires lock " + at(second), "#2 ",
                              "waits for lock " + at(first), "main", "waits for lock " + at(second),
                              "fails: deadlock"}));
    first.release();
    second.release();
}

TEST_CASE("the addresses of locks in a timeline are those in the report") {
    const auto found = deadlocked();
    const std::string waits = "waits for lock ";
    const auto begin = found.report.find(waits);
    REQUIRE(begin != std::string::npos);
    const auto address = begin + waits.size();
    const std::string lock =
        found.report.substr(address, found.report.find(' ', address) - address);
    CHECK(has_in_order(found.timeline(), {"acquires lock " + lock, waits + lock}));
}

TEST_CASE("steps are numbered from 1, and as many as there are") {
    const std::string text = deadlocked().timeline();
    CHECK(has_in_order(text, {"       1  main  acquires", "       2  main  waits"}));
    CHECK_FALSE(has_in_order(text, {"       3  "}));
}

TEST_CASE("a timeline marks where another thread goes on than by default") {
    const auto body = [] {
        bool changed = false;
        start_new_thread([&] { changed = true; });
        const bool late = !changed;
        while (weft::count() != 0)
            weft::this_thread::yield();
        if (late)
            weft::fail("late");
    };
    const auto found = explore({.runs = 100}, body);
    REQUIRE(found.replay == "0");
    const std::string text = found.timeline();
    CAPTURE(text);
    CHECK(has_line(text, ">      1  main  ", "goes on after the start"));
    CHECK(deadlocked().timeline().find("\n>  ") == std::string::npos);
}

TEST_CASE("a timeline marks a release that wakes another thread than by default") {
    const auto body = [] {
        lock_type gate;
        int order = 0;
        gate.acquire();
        for (int i = 1; i < 3; ++i)
            start_new_thread([&gate, &order, i] {
                gate.acquire();
                order = 10 * order + i;
                gate.release();
            });
        weft::this_thread::yield();
        gate.release();
        while (weft::count() != 0)
            weft::this_thread::yield();
        if (order == 21)
            weft::fail("the other way round");
    };
    const auto found = explore({.policy = weft::exhaustive(0)}, body);
    REQUIRE(found);
    const std::string text = found.timeline();
    CAPTURE(text);
    CHECK(has_line(text, ">", "releases lock"));
}

TEST_CASE("a sleep, and a wait that ends by its deadline, have a beginning and an end") {
    using namespace std::chrono_literals;
    const auto found = explore({.runs = 1}, [] {
        lock_type held;
        held.acquire();
        weft::this_thread::sleep_for(1h);
        static_cast<void>(held.try_lock_for(1s));
        weft::fail("as it should");
    });
    CHECK(has_in_order(found.timeline(), {"sleeps", "wakes", "waits for lock",
                                          "stops waiting for lock", "fails: as it should"}));
}

TEST_CASE("of a long run, a timeline shows the end") {
    const auto found = explore({.runs = 1, .steps = 100'000}, [] {
        lock_type mine;
        for (int i = 0; i < 10'000; ++i) {
            mine.acquire();
            mine.release();
        }
        weft::fail("at last");
    });
    const std::string text = found.timeline();
    CHECK(text.starts_with("(what was before is left out: only the last 1000 lines are shown)\n"));
    CHECK(has_in_order(text, {"   30000  main  goes on after the release", "fails: at last"}));
    CHECK(text.size() < 300'000);
    CHECK(found.recorded.all.size() <= 40'000);
}

TEST_CASE("a replay is one run, and has its timeline") {
    int runs = 0;
    const auto found = explore({.replay = "-"}, [&] {
        ++runs;
        weft::fail("again");
    });
    CHECK(runs == 1);
    CHECK(has_in_order(found.timeline(), {"main  begins", "fails: again"}));
}

TEST_CASE("where no run fails, there is no timeline") {
    CHECK(explore({.runs = 5}, [] {}).timeline().empty());
}

TEST_CASE("a trace that cannot be written throws an error that says where, and why") {
    const auto found = deadlocked();
    CHECK_THROWS_WITH_AS(
        found.write_trace("no/such/folder/trace.json"),
        "cannot write the trace no/such/folder/trace.json: No such file or directory", weft::error);
}
