// Atomic operations on a word that threads share.
//
// By the builtins of GCC and Clang, as std::atomic_ref is missing from libc++ before version 19.
// Another compiler needs a file of its own in place of this one, and of those in `cpu/`.
#pragma once

#include <cstdint>

#include "real/word_constants.hpp"
#include "relax.hpp" // the processor's

namespace weft::backend {

inline std::uint32_t load(const std::uint32_t& word) {
    return __atomic_load_n(&word, __ATOMIC_ACQUIRE);
}

inline std::uint32_t atomic_exchange(std::uint32_t& word, std::uint32_t value) {
    return __atomic_exchange_n(&word, value, __ATOMIC_ACQ_REL);
}

inline std::uint32_t atomic_add(std::uint32_t& word, std::uint32_t value) {
    return __atomic_fetch_add(&word, value, __ATOMIC_ACQ_REL);
}

inline bool atomic_replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    return __atomic_compare_exchange_n(&word, &expected, value, false, __ATOMIC_ACQUIRE,
                                       __ATOMIC_RELAXED);
}

} // namespace weft::backend
