// Objects that are static in a function, whose initialisers throw, or wait for ever.
#include <string>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

#include "../support.hpp"

using support::contains;
using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;
using weft::this_thread::yield;

namespace suite {

lock_type needed;
lock_type held_by_waiter;

/// Whose initialiser waits for `needed`.
int slow_object() {
    static const int object = [] {
        needed.acquire();
        needed.release();
        return 7;
    }();
    return object;
}

void initialise() {
    slow_object();
}

void wait_for_initialiser() {
    held_by_waiter.acquire();
    slow_object();
    held_by_waiter.release();
}

} // namespace suite

TEST_CASE(
    "where an initialiser throws, one of the threads that wait does it, and the others wait on") {
    static lock_type go_on;
    static int attempts = 0;
    struct of_test {
        static int value() {
            static const int object = [] {
                const int attempt = ++attempts;
                wait_for(go_on);
                go_on.release();
                yield();
                if (attempt < 3)
                    throw attempt;
                return attempt;
            }();
            return object;
        }
    };
    go_on.acquire();
    std::string steps;
    for (int i = 0; i < 5; ++i) {
        start_new_thread([&] {
            try {
                steps += static_cast<char>('0' + of_test::value());
            } catch (int attempt) {
                steps += static_cast<char>('a' + attempt);
            }
        });
    }
    CHECK(attempts == 1);
    go_on.release();
    wait_for_threads();
    CHECK(steps == "bc333");
    CHECK(attempts == 3);
}

TEST_CASE("a thread whose initialiser waits, and throws, again and again does not starve others") {
    static bool done = false;
    static int attempts = 0;
    struct of_test {
        static int value(bool throws) {
            static const int object = [=] {
                if (throws) {
                    ++attempts;
                    yield();
                    throw attempts;
                }
                return 1;
            }();
            return object;
        }
    };
    start_new_thread([] {
        while (!done) {
            try {
                of_test::value(attempts < 100);
            } catch (int) {
            }
        }
    });
    CHECK(attempts == 1);
    of_test::value(false);
    done = true;
    CHECK(attempts < 5);
    wait_for_threads();
}

TEST_CASE(
    "a deadlock report says who runs the initialiser of a static object, and for what it waits") {
    suite::needed.acquire();
    const auto first = start_new_thread(suite::initialise);
    const auto second = start_new_thread(suite::wait_for_initialiser);
    std::string report;
    try {
        suite::held_by_waiter.acquire();
    } catch (const weft::deadlock& thrown) {
        report = thrown.what() + std::string("\n");
    }
    CAPTURE(report);
    const std::string initialises = "#" + std::to_string(first) + " suite::initialise()";
    const std::string waits = "#" + std::to_string(second) + " suite::wait_for_initialiser()";
    const std::string object = "the initialiser of a static object, run by " + initialises;
    CHECK(contains(report, " held by " + waits + " -> " + object + " -> lock "));
    CHECK(contains(report, "\n  " + waits + " waits for " + object + "\n"));
    suite::needed.release();
    wait_for_threads();
    CHECK(suite::slow_object() == 7);
}
