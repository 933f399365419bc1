// The word of a lock on one OS thread: plain loads and stores. Volatile, as a signal handler may
// change a word that is waited on.
#pragma once

#include <cstdint>

#include "weft/lock.hpp"

namespace weft::backend {

/// Nobody can change the word while this thread looks at it.
inline constexpr int spin_limit = 0;
inline constexpr int look_limit = 0;
inline constexpr int yield_limit = 0;
inline void relax() {}

/// Who loops, and waits only while it has what others wait for, would always be the first.
inline constexpr bool keeps_turns = true;

/// `sole_holder`, but where that is 0, as the program is steered.
std::uint32_t held_by_this_thread() noexcept;
inline std::uint32_t owned_by_this_thread() noexcept {
    return held_by_this_thread();
}

inline std::uint32_t load(const std::uint32_t& word) {
    return const_cast<const volatile std::uint32_t&>(word);
}

inline std::uint32_t exchange(std::uint32_t& word, std::uint32_t value) {
    volatile std::uint32_t& shared = word;
    const std::uint32_t before = shared;
    shared = value;
    return before;
}

inline std::uint32_t add(std::uint32_t& word, std::uint32_t value) {
    return exchange(word, load(word) + value);
}

inline bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    if (load(word) != expected)
        return false;
    static_cast<volatile std::uint32_t&>(word) = value;
    return true;
}

} // namespace weft::backend
