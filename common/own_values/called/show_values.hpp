// The library itself finds the values of the running thread, by its record.
#pragma once

#include "weft/detail/local_value.hpp"

namespace weft {

inline void show_values(const detail::local_values&) noexcept {}

} // namespace weft
