// Signals, which are for one thread or for the process.
#pragma once

#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <span>

#include "clock.hpp"
#include "pending_signals.hpp"
#include "signal_set.hpp"

namespace weft::posix {

struct thread;
struct awaited;
struct handler_call;

/// When a signal whose handler has run ends the wait of the thread that it was for, by EINTR.
enum class interruptible { never, unless_restarted, always };

/// A longjmp out of a handler that unwinds the wait in which that ran.
struct jump {
    __jmp_buf_tag* to;
    int value;
    std::uintptr_t beyond; ///< the outermost handler that is left, and that ran in a wait; else 0
};

/// What a thread has of them.
struct signal_state {
    signal_set blocked;
    pending_signals pending; ///< for this thread alone
    interruptible wait = interruptible::never;
    bool waits_for_handler = false;    ///< so that none is to run before the wait has begun
    handler_call* innermost = nullptr; ///< of those that run
    jump leaving{};                    ///< out of some of these
    signal_set wanted;                 ///< by sigwait,
    awaited* wanting = nullptr;        ///< in this wait
    bool is_known = false;             ///< is among those that signals are distributed to
    thread* older = nullptr;           ///< among them
    thread* newer = nullptr;
};

/// Whether the thread's stack is unwound by a longjmp out of a handler.
inline bool is_jumping(const signal_state& which) noexcept {
    return which.leaving.beyond != 0;
}

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
void inherit_signals(thread& begun, thread& by) noexcept;
void forget_signals(thread& ended) noexcept;

/// Runs the handlers of what is pending for the running thread and not blocked by it.
void run_handlers();

/// The same, in a wait, which that may end.
void take_signals();

/// Whether the thread does not block it, or is in sigwait for it.
bool is_taken_by(const thread& which, int signal) noexcept;
/// Has it take the signal, which is pending, if it does.
void tell_of_signal(thread& which, int signal) noexcept;

/// Has the system do what it does by default, whatever the program has asked for.
void use_default(int signal) noexcept;

/// Whether this runs in a child of vfork, whose memory is its parent's.
bool is_borrowed() noexcept;

/// For the scheduler, as `outside.hpp` has it.

/// Whether one could come whose handler ends somebody's wait, though all threads wait.
bool signals_may_wake() noexcept;

/// Has those threads interrupted that signals are for which have come.
void distribute_signals() noexcept;

/// `ppoll` until the deadline, or a signal has come, which may have been before.
int sleep_for_signals(std::span<pollfd> descriptors, deadline_t deadline) noexcept;

} // namespace weft::posix
