// Which weft this is.
#include <string>

#include <doctest/doctest.h>

#include <weft/thread.hpp>

static_assert(noexcept(weft::version()));

TEST_CASE("the library has the version of the headers that it was built with") {
    CHECK(std::string(weft::version()) == WEFT_VERSION);
}

TEST_CASE("the numbers of the version are those of its text") {
    const std::string numbers = std::to_string(WEFT_VERSION_MAJOR) + '.' +
                                std::to_string(WEFT_VERSION_MINOR) + '.' +
                                std::to_string(WEFT_VERSION_PATCH);
    CHECK(numbers == WEFT_VERSION);
}
