// Sleeping.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <unistd.h>

#include "boundary.hpp"
#include "clock.hpp"
#include "moments.hpp"
#include "signals.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

namespace {

timespec time_of(std::chrono::nanoseconds duration) noexcept {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
    return {static_cast<time_t>(seconds.count()), static_cast<long>((duration - seconds).count())};
}

} // namespace

extern "C" {

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    if (!is_valid(*time) || time->tv_sec < 0)
        return EINVAL;
    if (!is_known(clock))
        return ENOTSUP;
    if ((flags & TIMER_ABSTIME) != 0) {
        return answer_of([&] {
            const interruptible_wait by_signals(interruptible::always);
            at_moment(clock, *time, [](auto moment) { this_thread::sleep_until(moment); });
            return 0;
        });
    }
    const std::chrono::nanoseconds wanted = duration_of(*time);
    const deadline_t start = now();
    const int ended = answer_of([&] {
        const interruptible_wait by_signals(interruptible::always);
        this_thread::sleep_for(wanted);
        return 0;
    });
    if (ended == EINTR && left != nullptr)
        *left = time_of(std::max(wanted - std::chrono::nanoseconds(now() - start), {}));
    return ended;
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
    timespec left{};
    constexpr long half = 500'000'000;
    return nanosleep(&time, &left) == 0
               ? 0
               : static_cast<unsigned>(left.tv_sec) + (left.tv_nsec >= half ? 1 : 0);
}

} // extern "C"

} // namespace weft::posix
