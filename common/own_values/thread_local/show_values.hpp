// Has programs find the values of the running thread.
#pragma once

#include "weft/detail/own_value.hpp"

namespace weft {

inline void show_values(const detail::local_values& own) noexcept {
    detail::own_values = &own;
}

} // namespace weft
