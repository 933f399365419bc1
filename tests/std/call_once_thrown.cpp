// Functions that are called once, and throw ([thread.once.callonce]).
#include <stdexcept>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>

#include "../support.hpp"

using weft::call_once;
using weft::once_flag;

TEST_CASE("what the function throws leaves call_once(), and the next call is the first again") {
    once_flag flag;
    int calls = 0;
    const auto throws = [&] {
        ++calls;
        throw std::runtime_error("not yet");
    };
    CHECK_THROWS_AS(call_once(flag, throws), std::runtime_error);
    CHECK_THROWS_AS(call_once(flag, throws), std::runtime_error);
    support::run([&] { CHECK_THROWS_AS(call_once(flag, throws), std::runtime_error); });
    CHECK(calls == 3);
    int returns = 0;
    call_once(flag, [&] { ++returns; });
    call_once(flag, throws);
    call_once(flag, [&] { ++returns; });
    CHECK(calls == 3);
    CHECK(returns == 1);
}

TEST_CASE("weft::exit() in the function lets another thread call its own") {
    once_flag flag;
    int returns = 0;
    support::run([&] { call_once(flag, [] { weft::exit(); }); });
    call_once(flag, [&] { ++returns; });
    CHECK(returns == 1);
}
