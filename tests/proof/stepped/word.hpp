// The word of a lock where each operation on it is a step, before which another thread may go on.
#pragma once

#include <cstdint>

#include "operation.hpp"
#include "tests/proof/turns.hpp"

namespace weft::backend {

void take_point(operation what, const void* object) noexcept;

inline constexpr int spin_limit = 0;
inline constexpr int look_limit = 0;
inline constexpr int yield_limit = 0;
inline void relax() {}
[[maybe_unused]] static const bool& keeps_turns = proof::keeps_turns;

std::uint32_t held_by_this_thread() noexcept;
inline std::uint32_t owned_by_this_thread() noexcept {
    return held_by_this_thread();
}

inline std::uint32_t load(const std::uint32_t& word) {
    take_point(operation::acquire, &word);
    return word;
}

inline std::uint32_t exchange(std::uint32_t& word, std::uint32_t value) {
    take_point(operation::acquire, &word);
    const std::uint32_t before = word;
    word = value;
    return before;
}

inline std::uint32_t add(std::uint32_t& word, std::uint32_t value) {
    take_point(operation::acquire, &word);
    const std::uint32_t before = word;
    word = before + value;
    return before;
}

inline bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    take_point(operation::acquire, &word);
    if (word != expected)
        return false;
    word = value;
    return true;
}

} // namespace weft::backend
