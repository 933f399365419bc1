// Whether an interruption point throws, where that ends the program.
#pragma once

#include "ends.hpp"

namespace support {

template <class F>
bool throws_interrupt(F&& action) {
    may_end_by("weft::keyboard_interrupt");
    action();
    may_end_by("nothing");
    return false;
}

} // namespace support
