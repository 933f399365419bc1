// The generic timer's virtual count.
#pragma once

#include <cstdint>

namespace weft::backend {

inline constexpr bool has_ticks = true;

inline std::uint64_t ticks() {
    std::uint64_t count = 0;
    asm volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
}

} // namespace weft::backend
