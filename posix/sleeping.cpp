#include "sleeping.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <unistd.h>

#include "boundary.hpp"
#include "clock.hpp"
#include "moments.hpp"
#include "signals.hpp" // the system's
#include "weft/thread.hpp"

namespace weft::posix {

int sleep_shared(clockid_t clock, int flags, const timespec& time, timespec* left) {
    const bool is_absolute = (flags & TIMER_ABSTIME) != 0;
    const deadline_t begin = now();
    const int error = answer_of([&] {
        const interruptible_wait by_handlers(interruptible::always);
        if (is_absolute)
            at_moment(clock, time, [](auto moment) { this_thread::sleep_until(moment); });
        else
            this_thread::sleep_for(duration_of(time));
        return 0;
    });
    if (error == EINTR && !is_absolute && left != nullptr) {
        const std::chrono::nanoseconds rest =
            std::max(duration_of(time) - std::chrono::nanoseconds(now() - begin), {});
        *left = timespec_of(rest);
    }
    return error;
}

extern "C" {

int nanosleep(const timespec* time, timespec* left) {
    return answer_by_errno([&] { return clock_nanosleep(CLOCK_MONOTONIC, 0, time, left); });
}

int usleep(useconds_t microseconds) {
    const timespec time = timespec_of(std::chrono::microseconds(microseconds));
    return nanosleep(&time, nullptr);
}

unsigned sleep(unsigned seconds) {
    const timespec time{static_cast<time_t>(seconds), 0};
    timespec left{};
    if (nanosleep(&time, &left) == 0)
        return 0;
    return static_cast<unsigned>(left.tv_sec + (left.tv_nsec >= 500'000'000 ? 1 : 0));
}

} // extern "C"

} // namespace weft::posix
