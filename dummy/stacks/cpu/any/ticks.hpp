// No counter that is quicker to read than the clock is known of this processor.
#pragma once

#include <cstdint>

namespace weft::backend {

inline constexpr bool has_ticks = false;

inline std::uint64_t ticks() {
    return 0;
}

} // namespace weft::backend
