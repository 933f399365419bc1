// What `weft::thread` does not have, and other threads that are joined do: a start in two steps, so
// that who makes it is known to it from its beginning, and a wait for its end that itself has one.
#pragma once

#include <cstddef>

#include "clock.hpp"
#include "weft/ident.hpp"
#include "weft/std/thread.hpp"

namespace weft::detail {

/// What others will know of a thread that is not started yet. `teller` is a `release_teller`.
thread_state* make_joinable(void (*teller)(void*));

/// Starts a thread that runs `work`, on a stack of `stack_size` bytes (0: as `weft::stack_size`
/// says). Owns both from here on, also where it throws; else `made` as `start_joinable` does.
void start_joinable(thread_state* made, task* work, std::size_t stack_size);

/// The same of one that runs, and was not started so. When it ends, `tell_end` is called.
thread_state* make_joinable(ident_t running, void (*teller)(void*));
void tell_end(thread_state& ended) noexcept;

/// As `wait_for_end`; false when the deadline has passed.
bool ends_before(const thread_state& thread, deadline_t deadline);

} // namespace weft::detail
