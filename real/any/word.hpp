// The word of a lock where threads are real.
#pragma once

#include "real/atomic.hpp"

namespace weft::backend {

inline std::uint32_t exchange(std::uint32_t& word, std::uint32_t value) {
    return atomic_exchange(word, value);
}

inline std::uint32_t add(std::uint32_t& word, std::uint32_t value) {
    return atomic_add(word, value);
}

inline bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    return atomic_replace(word, expected, value);
}

} // namespace weft::backend
