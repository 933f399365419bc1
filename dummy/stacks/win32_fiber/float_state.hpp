// Floating-point control, as Windows' C library has it, for each fiber: not all systems that run
// its programs switch it.
#pragma once

#include "host/win32_floats.hpp"

namespace weft::backend {

struct float_state : host::floats {
    static constexpr bool switched_by_context = false;

    static float_state taken() { return {host::floats::taken()}; }
};

} // namespace weft::backend
