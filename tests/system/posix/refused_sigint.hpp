// A system that lets nobody handle SIGINT. The linker leads weft's calls of `sigaction` here
// (--wrap).
#pragma once

#include <cerrno>
#include <system_error>

#include <signal.h>

namespace support {

/// Why the system refuses, as errno has it; 0: it does not.
inline int sigint_refused = 0;

/// One such reason.
inline const std::error_code sigint_refusal{EINVAL, std::generic_category()};

} // namespace support

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
int __real_sigaction(int, const struct sigaction*, struct sigaction*);
int __wrap_sigaction(int signal, const struct sigaction* action, struct sigaction* before) {
    if (support::sigint_refused == 0)
        return __real_sigaction(signal, action, before);
    errno = support::sigint_refused;
    return -1;
}
}
// NOLINTEND(bugprone-reserved-identifier)
