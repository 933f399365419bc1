// How the processor rounds, by its register: newlib's <cfenv> knows of no rounding.
#pragma once

#include <array>

namespace support {

/// The first is that which a program begins with.
inline constexpr std::array rounding_modes{0, 1, 2, 3};

inline constexpr unsigned rounding_place = 22; ///< two bits

inline unsigned floating_point_control() {
    unsigned control = 0;
    asm volatile("vmrs %0, fpscr" : "=r"(control));
    return control;
}

inline int rounding_mode() {
    return static_cast<int>(floating_point_control() >> rounding_place & 3U);
}

inline void round_by(int mode) {
    const unsigned others = floating_point_control() & ~(3U << rounding_place);
    asm volatile("vmsr fpscr, %0" : : "r"(others | static_cast<unsigned>(mode) << rounding_place));
}

} // namespace support
