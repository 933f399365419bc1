// The word of a lock where threads are real, by the standard library: for compilers whose builtins
// are not GCC's.
#pragma once

#include <atomic>
#include <cstdint>

#include "real/word_constants.hpp"

namespace weft::backend {

/// There is no standard word for it: it keeps the compiler from leaving the loop out.
inline void relax() {
    std::atomic_signal_fence(std::memory_order_seq_cst);
}

inline std::uint32_t load(const std::uint32_t& word) {
    // C++20 has no std::atomic_ref of what is const.
    return std::atomic_ref(const_cast<std::uint32_t&>(word)).load(std::memory_order_acquire);
}

inline std::uint32_t exchange(std::uint32_t& word, std::uint32_t value) {
    return std::atomic_ref(word).exchange(value, std::memory_order_acq_rel);
}

inline std::uint32_t add(std::uint32_t& word, std::uint32_t value) {
    return std::atomic_ref(word).fetch_add(value, std::memory_order_acq_rel);
}

inline bool replace(std::uint32_t& word, std::uint32_t expected, std::uint32_t value) {
    return std::atomic_ref(word).compare_exchange_strong(expected, value, std::memory_order_acquire,
                                                         std::memory_order_relaxed);
}

} // namespace weft::backend
