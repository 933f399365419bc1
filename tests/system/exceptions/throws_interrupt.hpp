// Whether an interruption point throws.
#pragma once

#include <weft/error.hpp>

namespace support {

template <class F>
bool throws_interrupt(F&& action) {
    try {
        action();
        return false;
    } catch (const weft::keyboard_interrupt&) {
        return true;
    }
}

} // namespace support
