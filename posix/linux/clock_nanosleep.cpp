// Sleeping by the system's clocks.
#include <algorithm>
#include <cerrno>
#include <chrono>

#include "blocking.hpp"
#include "moments.hpp"
#include "sleeping.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(clockid_t, int, const timespec*, timespec*)>
    c_clock_nanosleep("clock_nanosleep");

std::chrono::nanoseconds time_of(clockid_t clock) noexcept {
    timespec time{};
    ::clock_gettime(clock, &time);
    return duration_of(time);
}

/// As `sleep_shared`, by a clock that C++ has none for, and that is asked again and again: the
/// process's time goes by more slowly than others.
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

extern "C" int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    return blocking_call(
        interruptible::never, [&] { return c_clock_nanosleep(clock, flags, time, left); },
        [&] {
            if (!is_valid(*time) || time->tv_sec < 0)
                return EINVAL;
            return is_known(clock) ? sleep_shared(clock, flags, *time, left)
                                   : sleep_by_asking(clock, flags, *time, left);
        });
}

} // namespace weft::posix
