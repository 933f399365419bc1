// What has happened when join returns, where a thread_local object's destructor makes another.
#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "counted_ends.hpp"

using counted_ends::counts_end;
using counted_ends::destroyed;

namespace {

struct makes_another {
    ~makes_another() {
        static thread_local counts_end made;
        static_cast<void>(made);
    }
};

} // namespace

TEST_CASE("join returns when those objects are destroyed that are made while others are") {
    destroyed = 0;
    weft::thread([] {
        static thread_local makes_another made;
        static_cast<void>(made);
    }).join();
    CHECK(destroyed == 1);
}
