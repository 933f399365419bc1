// That a misuse is reported, and with what words.
#pragma once

#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

namespace support {

template <class... Parts>
void check_reported(void (*body)(), const Parts&... parts) {
    const auto found = weft::explore({.runs = 1}, body);
    CHECK(found.failed == 1);
    const auto check = [&](const std::string& part) {
        CHECK_MESSAGE(found.what.find(part) != std::string::npos, found.what);
    };
    (check(parts), ...);
}

} // namespace support
