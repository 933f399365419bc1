// weft::local, where what makes a value throws.
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "../support.hpp"

using support::run;
using weft::local;

namespace {

struct counted {
    static inline int alive = 0;
    counted() { ++alive; }
    ~counted() { --alive; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
};

} // namespace

TEST_CASE("where making a value throws, there is none, and the next use makes one") {
    int calls = 0;
    local variable([&] {
        if (++calls < 3)
            throw std::runtime_error("not yet");
        return calls;
    });
    for (int i = 0; i < 2; ++i) {
        CHECK_THROWS_WITH_AS(variable.get(), "not yet", std::runtime_error);
        CHECK(variable.find() == nullptr);
    }
    CHECK(*variable == 3);
    CHECK(*variable == 3);
    CHECK(calls == 3);
}

TEST_CASE("what was made before a throw, by the same use, stays the thread's until it ends") {
    int alive_then = -1;
    local<counted> inner;
    local outer([&]() -> int {
        inner.get();
        throw 1;
    });
    run([&] {
        CHECK_THROWS_AS(outer.get(), int);
        CHECK(inner.find() != nullptr);
        alive_then = counted::alive;
    });
    CHECK(alive_then == 1);
    CHECK(counted::alive == 0);
}

TEST_CASE("a thread that ends by an exception destroys its values, after the report") {
    int alive_then = -1;
    local<counted> variable;
    static int* const at_report = &alive_then;
    const support::excepthook_while hook(
        [](const weft::excepthook_args&) { *at_report = counted::alive; });
    weft::start_new_thread([&] {
        variable.get();
        throw 1;
    });
    support::wait_for_threads();
    CHECK(alive_then == 1);
    CHECK(counted::alive == 0);
}
