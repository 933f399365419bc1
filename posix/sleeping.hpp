// Sleeping, while others run.
#pragma once

#include <ctime>

namespace weft::posix {

/// As `clock_nanosleep`, which is the system's, where that lets others run. REQUIRES: the clock is
/// known, and the time valid.
int sleep_shared(clockid_t clock, int flags, const timespec& time, timespec* left);

} // namespace weft::posix
