// Handlers of signals, which run in the thread that the signal is for, and never in the midst of
// weft.
#pragma once

#include <csignal>
#include <cstdint>

#include "signals.hpp"

namespace weft::posix {

/// One that runs. Kept on the stack of its thread.
struct handler_call {
    signal_set before; ///< what the thread blocked
    handler_call* outer;
    bool is_by_kernel; ///< it has interrupted the program, not a wait
    interruptible wait;
    bool waits_for_handler;
};

/// Set while the system is asked, on whatever stack this is.
inline constinit volatile std::sig_atomic_t asks_system = 0;

/// As `sigaction` has it.
int change_action(int signal, const struct sigaction* wanted, struct sigaction* before);

/// A flag that is the sign's bit.
inline constexpr int once_only = static_cast<int>(SA_RESETHAND);

/// What is done when one comes.
struct sigaction action_of(int signal) noexcept;
bool has_handler(int signal) noexcept;

/// Takes all that is pending for the running thread or the process, and not blocked by the thread.
/// How the most patient wait ends by it.
struct handlers_run {
    bool any = false;
    bool any_without_restart = false;
};
handlers_run run_pending();

/// For the process: what no thread has taken.
pending_signals& pending_for_process() noexcept;
/// So that it is told, if there is some, whom it is for.
void distribute_again() noexcept;
void forget_pending() noexcept;

/// Has what is pending looked at again where the running thread goes on, if there is some.
void try_again_soon() noexcept;

} // namespace weft::posix
