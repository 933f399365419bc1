// Sleeping.
#include <cerrno>
#include <unistd.h>

#include "boundary.hpp"
#include "moments.hpp"
#include "signals.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

extern "C" {

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec*) {
    if (!is_valid(*time) || time->tv_sec < 0)
        return EINVAL;
    if (!is_known(clock))
        return ENOTSUP;
    return answer_of([&] {
        if ((flags & TIMER_ABSTIME) == 0)
            this_thread::sleep_for(duration_of(*time));
        else
            at_moment(clock, *time, [](auto moment) { this_thread::sleep_until(moment); });
        return 0;
    });
}

int nanosleep(const timespec* time, timespec* left) {
    return answer_by_errno([&] { return clock_nanosleep(CLOCK_MONOTONIC, 0, time, left); });
}

int usleep(useconds_t microseconds) {
    const timespec time{static_cast<time_t>(microseconds / 1'000'000),
                        static_cast<long>(microseconds % 1'000'000 * 1'000)};
    return nanosleep(&time, nullptr);
}

unsigned sleep(unsigned seconds) {
    const timespec time{static_cast<time_t>(seconds), 0};
    nanosleep(&time, nullptr);
    return 0;
}

} // extern "C"

} // namespace weft::posix
