// Where libweft_explore stands before the C library, which is not so under a sanitizer.
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

#include "racing.hpp"
#include "threads.hpp"

using accesses::contains;
using accesses::races_in;

TEST_CASE("what is deleted while another looks at it races") {
    const auto found = races_in([] {
        auto* const made = new int(1);
        threads all;
        all.start([=] {
            if (*made != 1)
                weft::fail("it is not there");
        });
        all.start([=] { delete made; });
    });
    CHECK(contains(found.report, " deletes 0x"));
}

TEST_CASE("what the C library copies, or fills, races") {
    // Some compilers copy by themselves, if they can.
    void* (*volatile copy)(void*, const void*, std::size_t) = std::memcpy;
    void* (*volatile fill)(void*, int, std::size_t) = std::memset;
    constexpr std::size_t size = 100;
    races_in([&] {
        char from[size] = {};
        char to[size] = {};
        threads all;
        all.start([&] { copy(to, from, size); });
        all.start([&] { fill(to, 1, size); });
    });
    races_in([] {
        std::string text(size, 'a');
        threads all;
        all.start([&] { text.assign(size, 'b'); });
        all.start([&] { text.assign(size, 'c'); });
    });
}
