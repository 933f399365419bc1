// Starting a thread in two steps, so that who makes it is known to it from its beginning.
#pragma once

#include <cstddef>

#include "weft/std/thread.hpp"

namespace weft::detail {

/// What others will know of a thread that is not started yet. `teller` is a `release_teller`.
thread_state* make_joinable(void (*teller)(void*));

/// Starts a thread that runs `work`, on a stack of `stack_size` bytes (0: as `weft::stack_size`
/// says). Owns both from here on, also where it throws; else `made` as `start_joinable` does.
void start_joinable(thread_state* made, task* work, std::size_t stack_size);

} // namespace weft::detail
