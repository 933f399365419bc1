// The code of the std::system_error that would be thrown: it ends the program.
#pragma once

#include <system_error>

#include "ends.hpp"

namespace support {

template <class F>
std::error_code thrown_code(F&& action) {
    ends_by("std::system_error");
    action();
    return {};
}

} // namespace support
