// The signal of a write that nobody can read any more is for the thread that wrote.
#pragma once

#include <cerrno>
#include <csignal>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

#include "signal_masks.hpp"

namespace weft::posix {

/// What `writes` returns, which does not wait. Where the thread blocks SIGPIPE, and the process
/// does not, it is pending for the thread.
template <class Writes>
ssize_t with_broken_pipe_told(Writes writes) {
    constexpr signal_set broken = signal_set::only(SIGPIPE);
    if (!self().signals.blocked.has(SIGPIPE) || blocked_by_all().has(SIGPIPE))
        return writes();
    block_in_kernel(blocked_by_all() | broken);
    const ssize_t wrote = writes();
    const int error = errno;
    const timespec none{};
    if (wrote < 0 && error == EPIPE &&
        syscall(SYS_rt_sigtimedwait, &broken, nullptr, &none, sizeof broken) == SIGPIPE)
        ::raise(SIGPIPE);
    unblock_in_kernel();
    errno = error;
    return wrote;
}

} // namespace weft::posix
