// The time stamp counter.
#pragma once

#include <cstdint>

namespace weft::backend {

inline constexpr bool has_ticks = true;

inline std::uint64_t ticks() {
    return __builtin_ia32_rdtsc();
}

} // namespace weft::backend
