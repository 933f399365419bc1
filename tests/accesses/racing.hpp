// Bodies that race, and that do not.
#pragma once

#include <string>

#include <doctest/doctest.h>

#include <weft/explore.hpp>

namespace accesses {

inline constexpr std::size_t runs = 200;

template <class Body>
weft::exploration races_in(Body body) {
    const auto found = weft::explore({.runs = runs}, body);
    CHECK_MESSAGE(found.what.starts_with("data race: "), found);
    CHECK(found.deterministic);
    return found;
}

template <class Body>
void no_race_in(Body body) {
    const auto found = weft::explore({.runs = runs}, body);
    CHECK_MESSAGE(!found, found);
}

inline bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace accesses
