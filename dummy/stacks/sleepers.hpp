// The threads that wait for a time to come, or sleep without an end, out of which a signal may wake
// one.
#pragma once

#include "stack_thread.hpp"

namespace weft::backend {

/// Gives a thread what it needs to sleep, so that no wait needs memory. Throws std::bad_alloc.
void make_room_to_sleep(stack_thread& thread);

/// Adds a thread, by its `deadline`. REQUIRES: it has room.
void add_sleeper(stack_thread& thread) noexcept;

/// REQUIRES: it is `asleep`.
void remove_sleeper(stack_thread& thread) noexcept;

/// Puts those who sleep until a time there, the earliest first; returns the end of them.
stack_thread** find_sleepers(stack_thread** found) noexcept;

/// The one with the earliest deadline, or null; of equal deadlines, that which came first.
extern stack_thread* first_sleeper;

} // namespace weft::backend
