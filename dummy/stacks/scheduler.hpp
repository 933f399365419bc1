// Who runs when: a new thread first, then its starter; else those that can run, first in first out.
#pragma once

#include <vector>

#include "deadlock.hpp"
#include "stack_thread.hpp"

namespace weft::backend {

stack_thread& running() noexcept;

/// Runs `thread`, whose context is new, or was left by `end_thread`, until it waits or has ended.
void begin_thread(stack_thread& thread);

/// Ends the running thread. Returns when another one begins on its stack.
void end_thread();

/// Has others run until it is the running thread's turn again.
void pass() noexcept;

/// Parks the running thread on its `word` until its `deadline`. Returns why it was woken:
/// `hopeless` in the main thread only, where no thread can ever run again.
wake_reason wait() noexcept;

/// Has a thread that is parked go on when it is its turn.
void wake(stack_thread& thread, wake_reason why) noexcept;

/// Has `unpark_one(word)` done when a thread waits next. Async-signal-safe.
void ask_to_unpark(const std::uint32_t* word) noexcept;

/// What each thread that has not ended waits for, main first. REQUIRES: all are parked, or were
/// until the running one was woken.
std::vector<blocked> all_blocked();

} // namespace weft::backend
