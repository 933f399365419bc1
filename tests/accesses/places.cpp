// Where libbacktrace tells functions and lines.
#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "racing.hpp"
#include "threads.hpp"

using accesses::contains;
using accesses::races_in;

namespace bank {

[[gnu::noinline]] void withdraw(int& balance) {
    --balance;
}
[[gnu::noinline]] void audit(const int& balance) {
    if (balance > 0)
        weft::fail("money was made");
}

} // namespace bank

TEST_CASE("a race is told with the lines of both accesses, and the calls that lead to them") {
    const auto found = races_in([] {
        int balance = 0;
        threads all;
        all.start([&] { bank::withdraw(balance); });
        all.start([&] { bank::audit(balance); });
    });
    CHECK(contains(found.what, "places.cpp:18 and "));
    CHECK(contains(found.what, "places.cpp:15"));
    CHECK(contains(found.report, "bank::audit(int const&)\n"));
    CHECK(contains(found.report, "bank::withdraw(int&)\n"));
    CHECK_FALSE(contains(found.report, "task.hpp"));
}
