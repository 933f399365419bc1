// Objects that are static in a function, whose initialisers wait.
#include <string>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

#include "../support.hpp"

using support::wait_for;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;
using weft::this_thread::yield;

TEST_CASE("a thread that comes to a static object waits while another one initialises it") {
    static lock_type go_on;
    static int initialised = 0;
    struct of_test {
        static int value() {
            static const int object = [] {
                wait_for(go_on);
                return ++initialised;
            }();
            return object;
        }
    };
    go_on.acquire();
    std::string steps;
    start_new_thread([&] { steps += 'a' + static_cast<char>(of_test::value()); });
    start_new_thread([&] { steps += 'b' + static_cast<char>(of_test::value()); });
    yield();
    CHECK(steps.empty());
    go_on.release();
    CHECK(of_test::value() == 1);
    wait_for_threads();
    CHECK(steps == "bc");
    CHECK(initialised == 1);
}

TEST_CASE("of many threads, one initialises a static object, and all have the same") {
    constexpr int threads = 100;
    static int initialised = 0;
    struct of_test {
        static const std::string& text() {
            static const std::string object = [] {
                for (int i = 0; i < 3; ++i)
                    yield();
                ++initialised;
                return std::string("a text that needs memory of its own");
            }();
            return object;
        }
    };
    int right = 0;
    const std::string* seen = nullptr;
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            const std::string& text = of_test::text();
            if (seen == nullptr)
                seen = &text;
            right += seen == &text && text.ends_with("of its own") ? 1 : 0;
        });
    }
    wait_for_threads();
    CHECK(initialised == 1);
    CHECK(right == threads);
}

TEST_CASE(
    "initialisers that need other static objects wait for those, in one thread after another") {
    static lock_type go_on;
    struct of_test {
        static int inner() {
            static const int object = [] {
                wait_for(go_on);
                return 1;
            }();
            return object;
        }
        static int middle() {
            static const int object = inner() + 1;
            return object;
        }
        static int outer() {
            static const int object = middle() + 1;
            return object;
        }
    };
    go_on.acquire();
    int sum = 0;
    for (auto* const function : {of_test::inner, of_test::middle, of_test::outer})
        start_new_thread([&, function] { sum += function(); });
    CHECK(sum == 0);
    go_on.release();
    CHECK(of_test::outer() == 3);
    wait_for_threads();
    CHECK(sum == 1 + 2 + 3);
}

TEST_CASE("where nobody waits, no other thread runs while a static object is initialised") {
    struct of_test {
        static int value() {
            static const int object = weft::count() == 0 ? 1 : 2;
            return object;
        }
    };
    bool ran = false;
    start_new_thread([&] {
        yield();
        ran = true;
    });
    CHECK(of_test::value() == 2);
    CHECK_FALSE(ran);
    wait_for_threads();
}
