// The stacks that threads which have ended have left, for those to come.
#pragma once

#include "stack_thread.hpp"

namespace weft::backend {

/// Makes room for a stack of `stack_size`, so that leaving it needs no memory. Throws
/// std::bad_alloc.
void make_room_to_leave(stack_thread& thread, std::size_t stack_size);
void drop_room_to_leave(stack_thread& thread) noexcept;

/// One that was made for `stack_size`, or null. Throws std::bad_alloc.
stack_thread* take_left(std::size_t stack_size);
/// The same, where there is one that the thread of that number had in a run before, that one: so
/// what a thread has on its stack is where it was then.
stack_thread* take_left_by(unsigned number, std::size_t stack_size);

/// The one that was left first, or null.
stack_thread* take_oldest_left() noexcept;

/// Leaves the running thread's, which goes on being used until it has switched to another; or one
/// on which nothing runs.
void leave(stack_thread& ended) noexcept;

/// One that is more than are to be kept, and not this one, which is still used; or null.
stack_thread* take_surplus_left(const stack_thread* used) noexcept;

} // namespace weft::backend
