// What the suite states of exceptions, where there are none: that weft prints what it would throw,
// and ends the program. Included before each test; the script `ends` begins anew after each that
// ends the program, and compares what the test says here with how it ended.
#pragma once

#include <cstdio>

#include <doctest/doctest.h>

namespace support {

inline void may_end_by(const char* type) {
    std::printf("\nmay end by: %s\n", type);
    std::fflush(stdout);
}

inline void ends_by(const char* type) {
    std::printf("\nends by: %s\n", type);
    std::fflush(stdout);
}

} // namespace support

#undef CHECK_THROWS_AS
#define CHECK_THROWS_AS(expression, type)                                                          \
    do {                                                                                           \
        support::ends_by(#type);                                                                   \
        static_cast<void>(expression);                                                             \
        FAIL("it did not end the program");                                                        \
    } while (false)

#undef CHECK_NOTHROW
#define CHECK_NOTHROW(...) static_cast<void>(__VA_ARGS__)
