// Where nobody can steer threads.
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

TEST_CASE("explore is refused, says what to build, and runs nothing") {
    bool ran = false;
    std::string told;
    try {
        weft::explore([&] { ran = true; });
    } catch (const weft::error& refusal) {
        told = refusal.what();
    }
    CHECK(told.find("-Dthreads=dummy -Dstacks=enabled") != std::string::npos);
    CHECK_FALSE(ran);
}
