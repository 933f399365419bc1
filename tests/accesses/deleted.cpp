// Where libweft_explore knows what is given back to the C library, which is not so under a
// sanitizer.
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
