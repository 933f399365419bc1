// The threads that are parked, by the word that they wait on.
#pragma once

#include <cstddef>

#include "stack_thread.hpp"

namespace weft::backend {

/// Puts a thread into the queue of its `word`: behind all others, but those who have found the lock
/// held when they were woken come first.
void add_waiting(stack_thread& thread) noexcept;

void remove_waiting(stack_thread& thread) noexcept;

/// Takes out the first thread that waits on `word`, and returns it, or null.
stack_thread* take_waiting_on(const std::uint32_t* word) noexcept;

/// How many wait on `word`.
std::size_t count_waiting_on(const std::uint32_t* word) noexcept;

/// The one that would be taken after `others` that wait on `word`. REQUIRES: there is one.
stack_thread& find_waiting_on(const std::uint32_t* word, std::size_t others) noexcept;

/// Takes out all threads but this one, if it is there.
void forget_waiting_but(stack_thread& kept) noexcept;

} // namespace weft::backend
