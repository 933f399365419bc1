// stack_size(), as far as it is the same where it is unsupported.
#include <cstddef>
#include <exception>

#include <doctest/doctest.h>

#include "../support.hpp"

TEST_CASE("the stack size is 0, the default, unless it is set") {
    CHECK(weft::stack_size() == 0);
    CHECK(weft::stack_size() == 0);
}

TEST_CASE("a stack size that is not taken throws, and leaves the size unmodified") {
    for (const std::size_t size : {1U, 4096U, 32767U})
        CHECK_THROWS_AS(weft::stack_size(size), std::exception);
    CHECK(weft::stack_size() == 0);
    bool ran = false;
    support::run([&] { ran = true; });
    CHECK(ran);
}
