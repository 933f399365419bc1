// Acquiring a lock that nobody can ever release.
#include <cstdio>
#include <functional>
#include <regex>
#include <string>
#include <tuple>
#include <utility>

#include <doctest/doctest.h>

#include "../dummy/takers.hpp"
#include "../suite/clocks.hpp"
#include "../support.hpp"
#include "reported_function.hpp"

using namespace std::chrono_literals;
using support::contains;
using support::reported_function;
using weft::lock_type;
using weft::start_new_thread;

namespace suite {

void waiter(lock_type& lock, std::string& what) {
    try {
        lock.acquire();
    } catch (const weft::deadlock& thrown) {
        what = thrown.what();
    }
}

void taker_then_starter(lock_type& lock, std::string& what, weft::ident_t& waiting) {
    lock.acquire();
    waiting = start_new_thread(waiter, std::tuple(std::ref(lock), std::ref(what)));
    lock.release();
}

void unhandled_waiter(lock_type& lock) {
    lock.acquire();
}

} // namespace suite

namespace {

/// What the deadlock says that an acquire of `lock` throws in the running thread.
std::string deadlock_of(lock_type& lock) {
    std::string what = "(no deadlock)";
    suite::waiter(lock, what);
    return what;
}

std::string address_of(const lock_type& lock) {
    char text[32];
    std::snprintf(text, sizeof text, "%p", static_cast<const void*>(&lock));
    return text;
}

/// Whether `text` has `number` in it, and not as a part of a larger one.
bool has_number(const std::string& text, weft::ident_t number) {
    return std::regex_search(text, std::regex("\\b" + std::to_string(number) + "\\b"));
}

} // namespace

TEST_CASE("a deadlock names the lock, and who waits for it while main has taken it") {
    start_new_thread([] {}); // main takes the lock after another thread has run
    lock_type lock;
    lock.acquire();
    std::string what;
    const auto waiting =
        start_new_thread(suite::waiter, std::tuple(std::ref(lock), std::ref(what)));
    CAPTURE(what);
    CHECK(contains(what, address_of(lock)));
    CHECK(contains(what, reported_function(suite::waiter, "suite::waiter")));
    CHECK(has_number(what, waiting));
    CHECK(contains(what, " -> lock " + address_of(lock) + " held by main\n"));
    CHECK(lock.locked());
}

TEST_CASE("a deadlock names the thread that took the lock, inside which the waiting one runs") {
    lock_type lock;
    std::string what;
    weft::ident_t waiting = 0;
    const auto taking = start_new_thread(
        suite::taker_then_starter, std::tuple(std::ref(lock), std::ref(what), std::ref(waiting)));
    CAPTURE(what);
    CHECK(contains(what, address_of(lock)));
    CHECK(contains(what, reported_function(suite::waiter, "suite::waiter")));
    CHECK(has_number(what, waiting));
    CHECK(
        contains(what, reported_function(suite::taker_then_starter, "suite::taker_then_starter")));
    CHECK(has_number(what, taking));
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a deadlock names the thread that took the lock also when that has ended") {
    using named_function = std::pair<void (*)(lock_type&), const char*>;
    for (const auto& [take, name] : {named_function(suite::taker, "suite::taker"),
                                     named_function(suite::trying_taker, "suite::trying_taker"),
                                     named_function(suite::timed_taker, "suite::timed_taker")}) {
        lock_type lock;
        const auto taking = start_new_thread(take, std::tuple(std::ref(lock)));
        CHECK(lock.locked());
        start_new_thread([] {});
        const auto what = deadlock_of(lock);
        CAPTURE(what);
        CHECK(contains(what, address_of(lock)));
        CHECK(contains(what, reported_function(take, name)));
        CHECK(has_number(what, taking));
        CHECK(contains(what, "main waits for lock "));
        CHECK(contains(what, ", which has ended"));
        lock.release();
    }
}

TEST_CASE("a deadlock names the one that took the lock last") {
    lock_type lock;
    start_new_thread(suite::taker, std::tuple(std::ref(lock)));
    lock.release();
    const auto taking = start_new_thread(suite::trying_taker, std::tuple(std::ref(lock)));
    const auto what = deadlock_of(lock);
    CAPTURE(what);
    CHECK(contains(what, reported_function(suite::trying_taker, "suite::trying_taker")));
    CHECK(has_number(what, taking));
    CHECK_FALSE(contains(what, reported_function(suite::taker, "suite::taker")));
}

TEST_CASE("a thread that acquires what it holds itself is named as both") {
    lock_type lock;
    std::string what;
    const auto ident = start_new_thread([&] {
        lock.acquire();
        what = deadlock_of(lock);
        lock.release();
    });
    CAPTURE(what);
    CHECK(contains(what, address_of(lock)));
    CHECK(has_number(what, ident));
    CHECK_FALSE(lock.locked());
}

TEST_CASE("an unhandled deadlock ends its thread and is reported") {
    lock_type lock;
    lock.acquire();
    const auto report = support::report_of(suite::unhandled_waiter, std::tuple(std::ref(lock)));
    CAPTURE(report);
    CHECK(contains(report, "weft::deadlock: "));
    CHECK(contains(report, address_of(lock)));
    CHECK(lock.locked());
}

TEST_CASE("a timed acquire of a held lock waits its time, and is no deadlock") {
    lock_type lock;
    start_new_thread(suite::taker, std::tuple(std::ref(lock)));
    bool acquired = true;
    CHECK(support::time_of([&] { acquired = lock.try_lock_for(20ms); }) >= 20ms);
    CHECK_FALSE(acquired);
    const auto end = std::chrono::system_clock::now() + 20ms;
    CHECK_FALSE(lock.try_lock_until(end));
    CHECK(std::chrono::system_clock::now() >= end);
    CHECK(lock.locked());
}
