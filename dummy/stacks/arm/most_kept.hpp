// How much memory the stacks that are left may keep, where all of it is the heap: that of the next
// thread, and the program has the rest.
#pragma once

#include <cstddef>

namespace weft::backend {

inline constexpr std::size_t most_kept = 0;

} // namespace weft::backend
