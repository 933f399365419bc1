// Who runs when: a new thread first, then its starter, unless `let_starters_run_first` was called;
// else those that can run, first in first out.
#pragma once

#include <optional>
#include <vector>

#include "deadlock.hpp"
#include "stack_thread.hpp"
#include "steered_run.hpp"

namespace weft::backend {

stack_thread& running() noexcept;

/// Runs `thread`, whose context is new, or was left by `end_thread`, until it waits or has ended;
/// or has it wait for its turn.
void begin_thread(stack_thread& thread);

/// From here on, a new thread runs after all that could go on when it was started.
void let_starters_run_first() noexcept;

/// By the order of starts in the run that is made, if one is, of the thread that is started next.
unsigned next_number() noexcept;

/// For `run_steered`, whose body's thread is `body`.
void begin_run(stack_thread& body, steered_run& run);

/// Has `run` decide until the process ends, which it is to do where the run is over. Where
/// something from outside is awaited, and nobody is ready, time passes; else it is virtual.
/// REQUIRES: the running thread is main, and the only one.
void steer_process(steered_run& run);

/// One that has not ended in the run that was made last, and never will; or null. Its stack is not
/// to be used any more.
stack_thread* take_abandoned() noexcept;

/// Those that could go on, also as their deadlines have passed: the first, or null, and how many
/// more.
struct ready_threads {
    const stack_thread* first;
    std::size_t others;
};
ready_threads get_ready() noexcept;

/// Whether the running thread is the last one: not while main runs, but in a child of fork that
/// another thread called.
bool is_last() noexcept;

/// Ends the running thread, which is not the last. Returns when another one begins on its stack.
void end_thread();

/// Has others run until it is the running thread's turn again.
void pass() noexcept;

/// Parks the running thread on its `word` until its `deadline`. Returns how that ended; throws
/// `deadlock`, in the main thread only, where no thread can ever run again.
wait_end wait();

/// Takes the first thread that waits on `word` out of its wait queue, and returns it, or null.
stack_thread* take_waiting(const std::uint32_t* word) noexcept;

/// Has a thread that was parked go on when it is its turn. REQUIRES: it is in no wait queue any
/// more.
void make_ready(stack_thread& thread, std::optional<wait_end> how) noexcept;

/// Has `outside::interrupted` called in that thread: soon where it is parked, and its wait ends as
/// if by chance, else when its next wait has ended.
void interrupt(stack_thread& thread) noexcept;

/// Whether `ask_to_unpark` may be called while the main thread sleeps, to end that.
void expect_signals(bool may_come) noexcept;

/// Has `unpark_one(word)` done when a thread waits next. Async-signal-safe.
void ask_to_unpark(std::uint32_t* word) noexcept;

/// What each thread that has not ended waits for, main first. REQUIRES: all are parked, or were
/// until the running one was woken.
std::vector<blocked> all_blocked();

} // namespace weft::backend
