// Signals that the C library keeps from programs, which weft uses for itself, and timers that send
// them.
#pragma once

#include <csignal>
#include <ctime>

namespace weft::posix {

/// Has the kernel call `handler` for a signal of the C library's own. REQUIRES: the program, or who
/// calls, has a handler for `like`: this one returns, and blocks others, as that does.
void handle_own(int signal, void (*handler)(int, siginfo_t*, void*), int like) noexcept;

/// Sends it by this clock, when it is set. Returns its number, or -1 where the system refuses.
int make_timer(clockid_t clock, int signal) noexcept;

/// For the first time after `first`, and then each time after `each`; never where both are 0.
/// Returns whether that is so.
bool set_timer(int timer, const timespec& first, const timespec& each) noexcept;

} // namespace weft::posix
