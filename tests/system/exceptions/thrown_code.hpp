// The code of the std::system_error that is thrown.
#pragma once

#include <system_error>

namespace support {

template <class F>
std::error_code thrown_code(F&& action) {
    try {
        action();
        return {};
    } catch (const std::system_error& thrown) {
        return thrown.code();
    }
}

} // namespace support
