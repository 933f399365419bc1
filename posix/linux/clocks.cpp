// What time it is: while the process is steered, what its threads wait for is all that takes time.
#include <cerrno>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>

#include "c_library.hpp"
#include "moments.hpp"
#include "steering.hpp"
#include "system_call.hpp"

namespace weft::posix {

namespace {

/// Each look at a clock takes so long, so that loops end which wait for a time by that.
constexpr deadline_t look_takes = 1'000;

constinit c_library_function<int(clockid_t, timespec*)> known("clock_gettime");

int ask_system(clockid_t clock, timespec* time) noexcept {
    if (known != nullptr)
        return known(clock, time);
    return static_cast<int>(
        call_system({SYS_clock_gettime, {clock, reinterpret_cast<long>(time), 0, 0, 0, 0}}));
}

deadline_t system_time(clockid_t clock) noexcept {
    timespec time{};
    ask_system(clock, &time);
    return duration_of(time).count();
}

deadline_t virtual_now() noexcept {
    static deadline_t last = 0;
    const deadline_t real = system_time(CLOCK_MONOTONIC);
    backend::virtual_time += backend::time_passes ? real - last : look_takes;
    last = real;
    return backend::virtual_time;
}

deadline_t find_difference(clockid_t clock) noexcept {
    return system_time(clock) - system_time(CLOCK_MONOTONIC);
}

/// How much more the clock shows than that which virtual time is told by; 0 where that is not
/// steered.
bool find_difference(clockid_t clock, deadline_t& difference) noexcept {
    switch (clock) {
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
        difference = 0;
        return true;
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE: {
        static const deadline_t found = find_difference(CLOCK_REALTIME);
        difference = found;
        return true;
    }
    case CLOCK_TAI: {
        static const deadline_t found = find_difference(CLOCK_TAI);
        difference = found;
        return true;
    }
    default:
        return false;
    }
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    deadline_t difference = 0;
    if (!backend::time_is_virtual() || !find_difference(clock, difference))
        return ask_system(clock, time);
    *time = timespec_of(std::chrono::nanoseconds(virtual_now() + difference));
    return 0;
}

// Null is told to be none there.
int gettimeofday_here(timeval* time, void* zone) noexcept asm("gettimeofday");
int gettimeofday_here(timeval* time, void* zone) noexcept {
    if (time != nullptr) {
        timespec now{};
        clock_gettime(CLOCK_REALTIME, &now);
        *time = {now.tv_sec, now.tv_nsec / 1000};
    }
    if (zone != nullptr)
        *static_cast<struct timezone*>(zone) = {}; // as the C library has it
    return 0;
}

time_t time(time_t* copy) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (copy != nullptr)
        *copy = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(timespec* time, int base) noexcept {
    if (base != TIME_UTC)
        return 0;
    clock_gettime(CLOCK_REALTIME, time);
    return base;
}

} // extern "C"

} // namespace weft::posix
