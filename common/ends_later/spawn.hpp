// Starting threads, for backends whose threads do not end inside `start`.
#pragma once

#include <cstddef>

#include "backend.hpp"

namespace weft::backend {

inline constexpr bool ends_inside_start = false;

void spawn(thread_start& start, std::size_t stack_size);

} // namespace weft::backend
