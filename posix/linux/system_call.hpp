// Calls of the system by their numbers.
#pragma once

#include <sys/prctl.h>

namespace weft::posix {

/// Whether a call that is not in the C library's code comes as a signal, as Linux's Syscall User
/// Dispatch has it: not while weft makes one itself.
inline constinit char dispatches = PR_SYS_DISPATCH_OFF;

struct system_call {
    long number;
    long arguments[6];
};

/// As `syscall` of the C library, which is ours: -1, with errno, where the system refuses.
long call_system(const system_call& call) noexcept;

} // namespace weft::posix
