// The word of a lock where threads are real, with the GNU C library (2.32 and later), which tells
// while there is no thread but this one: plain loads and stores do then, at half the price. A
// thread that is started later sees what they wrote.
#pragma once

#include <sys/single_threaded.h>
#include <utility>

#include "real/atomic.hpp"

namespace weft::backend {

inline std::uint32_t exchange(std::uint32_t& word, std::uint32_t value) {
    return __libc_single_threaded ? std::exchange(word, value) : atomic_exchange(word, value);
}

inline std::uint32_t add(std::uint32_t& word, std::uint32_t value) {
    return __libc_single_threaded ? std::exchange(word, word + value) : atomic_add(word, value);
}

inline bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    if (!__libc_single_threaded)
        return atomic_replace(word, expected, value);
    if (word != expected)
        return false;
    word = value;
    return true;
}

} // namespace weft::backend
