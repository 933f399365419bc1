// Sleeping.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <unistd.h>

#include "blocking.hpp"
#include "moments.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(clockid_t, int, const timespec*, timespec*)>
    c_clock_nanosleep("clock_nanosleep");

/// Returns the number of an error. Where that is EINTR, says how much is left.
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

std::chrono::nanoseconds time_of(clockid_t clock) noexcept {
    timespec time{};
    ::clock_gettime(clock, &time);
    return duration_of(time);
}

/// The same by a clock that C++ has none for, and that is asked again and again: the process's time
/// goes by more slowly than others.
int sleep_by_asking(clockid_t clock, int flags, const timespec& time, timespec* left) {
    constexpr timespec long_ago{};
    const int refused = c_clock_nanosleep(clock, TIMER_ABSTIME, &long_ago, nullptr);
    if (refused != 0)
        return refused;
    const bool is_absolute = (flags & TIMER_ABSTIME) != 0;
    const auto end =
        duration_of(time) + (is_absolute ? std::chrono::nanoseconds() : time_of(clock));
    const auto rest = [&] { return std::max(end - time_of(clock), std::chrono::nanoseconds()); };
    const int error = answer_of([&] {
        const interruptible_wait by_handlers(interruptible::always);
        for (auto each = rest(); each.count() != 0; each = rest())
            this_thread::sleep_for(each);
        return 0;
    });
    if (error == EINTR && !is_absolute && left != nullptr)
        *left = timespec_of(rest());
    return error;
}

} // namespace

extern "C" {

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    return blocking_call(
        interruptible::never, [&] { return c_clock_nanosleep(clock, flags, time, left); },
        [&] {
            if (!is_valid(*time) || time->tv_sec < 0)
                return EINVAL;
            return is_known(clock) ? sleep_shared(clock, flags, *time, left)
                                   : sleep_by_asking(clock, flags, *time, left);
        });
}

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
