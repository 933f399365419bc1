// The clock of benchmarks on one OS thread, or of threads on one core.
#pragma once

#include <ctime>

/// What the process has computed, in nanoseconds: others on the machine do not count.
inline double computed() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}
