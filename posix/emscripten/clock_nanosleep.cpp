// Sleeping by the clocks that C++ knows.
#include <cerrno>
#include <ctime>

#include "boundary.hpp"
#include "cancellation.hpp"
#include "moments.hpp"
#include "sleeping.hpp"

namespace weft::posix {

extern "C" {

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    if (!is_valid(*time) || time->tv_sec < 0 || !is_known(clock))
        return EINVAL;
    return answer_of([&] {
        const cancellation_point here;
        return sleep_shared(clock, flags, *time, left);
    });
}

/// By which the C library's own functions sleep.
void emscripten_thread_sleep(double milliseconds) {
    const auto nanoseconds = static_cast<std::int64_t>(milliseconds * 1'000'000);
    const timespec time = timespec_of(std::chrono::nanoseconds(nanoseconds));
    clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nullptr);
}

} // extern "C"

} // namespace weft::posix
