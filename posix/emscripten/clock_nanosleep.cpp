// Sleeping by the clocks that C++ knows, and by Emscripten's function.
#include <algorithm>
#include <cerrno>
#include <ctime>
#include <emscripten/emscripten.h>

#include "boundary.hpp"
#include "cancellation.hpp"
#include "moments.hpp"
#include "process.hpp"
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

/// Others run meanwhile, and JavaScript. Emscripten's would leave the stack of one thread alone,
/// for an event to find another's.
void emscripten_sleep(unsigned milliseconds) {
    constexpr double least = 1e-6; // for what has no time to pass, nobody waits
    expect_threads();
    emscripten_thread_sleep(std::max<double>(milliseconds, least));
}

} // extern "C"

} // namespace weft::posix
