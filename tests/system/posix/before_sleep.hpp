// What comes just before the process sleeps: the linker leads weft's call of `pselect` here
// (--wrap).
#pragma once

#include <signal.h>
#include <sys/select.h>

namespace support {
inline void (*before_sleep)() = [] {};
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
int __real_pselect(int, fd_set*, fd_set*, fd_set*, const timespec*, const sigset_t*);
int __wrap_pselect(int n, fd_set* in, fd_set* out, fd_set* other, const timespec* time,
                   const sigset_t* mask) {
    support::before_sleep();
    return __real_pselect(n, in, out, other, time, mask);
}
}
// NOLINTEND(bugprone-reserved-identifier)
