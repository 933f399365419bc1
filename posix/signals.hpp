// Signals, which are for one thread or for the process.
#pragma once

#include <csignal>
#include <poll.h>
#include <span>

#include "clock.hpp"

namespace weft::posix {

struct thread;

/// When a signal whose handler has run ends the wait of the thread that it was for, by EINTR.
enum class interruptible { never, unless_restarted, always };

/// What a thread has of them.
struct signal_state {
    sigset_t blocked{};
    sigset_t pending{}; ///< for this thread, and not taken yet
    interruptible wait = interruptible::never;
};

/// Thrown out of a wait: see `interruptible_wait`.
struct interrupted_wait {};

/// For a scope: a handler that runs in the midst of its waits ends these, by `interrupted_wait`.
class interruptible_wait {
  public:
    explicit interruptible_wait(interruptible when);
    ~interruptible_wait();
    interruptible_wait(const interruptible_wait&) = delete;
    interruptible_wait& operator=(const interruptible_wait&) = delete;

  private:
    signal_state& own_;
    interruptible before_;
};

/// A thread begins with the mask of who makes it; when it ends, the process may block more.
void inherit_signals(thread& begun, const thread& by) noexcept;
void forget_signals(thread& ended) noexcept;

/// For the scheduler, as `outside.hpp` has it.

/// Whether one could come that ends somebody's wait, though all threads wait.
bool signals_may_wake() noexcept;

/// Has those threads interrupted that signals are for which have come; never in a handler.
void distribute_signals() noexcept;

/// In a handler: has all waits looked at again.
void unpark_all_soon() noexcept;

/// Runs the handlers of what is pending for the running thread and not blocked by it.
void take_signals();

/// `ppoll` until the deadline, or a signal has come, which may have been before.
int sleep_for_signals(std::span<pollfd> descriptors, deadline_t deadline) noexcept;

} // namespace weft::posix
