// The threads that are parked, by the word that they wait on and by their deadlines.
#pragma once

#include "stack_thread.hpp"

namespace weft::backend {

/// Makes room for one thread more, so that no wait needs memory. Throws std::bad_alloc.
void make_room_to_park();
void drop_room_to_park() noexcept;

/// Adds a thread, by its `word` and `deadline`. REQUIRES: it runs.
void add_parked(stack_thread& thread) noexcept;

void remove_parked(stack_thread& thread) noexcept;

/// The first thread that waits on `word`, or null.
stack_thread* first_parked_on(const std::uint32_t* word) noexcept;

/// The thread with the earliest deadline, or null where none has one.
extern stack_thread* first_sleeper;

} // namespace weft::backend
