// How the processor rounds, by the C library.
#pragma once

#include <array>
#include <cfenv>

namespace support {

/// The first is that which a program begins with.
inline constexpr std::array rounding_modes{FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};

inline int rounding_mode() {
    return std::fegetround();
}

inline void round_by(int mode) {
    std::fesetround(mode);
}

} // namespace support
