// How much memory the stacks that are left may keep, where the system has enough of it.
#pragma once

#include <cstddef>

namespace weft::backend {

inline constexpr std::size_t most_kept = 16'777'216;

} // namespace weft::backend
