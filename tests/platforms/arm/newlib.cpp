// What newlib leaves to a board.
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <sys/time.h>

extern "C" {

/// The processor's way to ask the debugger, or the emulator.
std::uintptr_t semihosting(std::uintptr_t operation, void* argument);

/// libstdc++'s random device, which comes with its streams, asks for randomness, and here is none.
int getentropy(void*, std::size_t) {
    errno = ENOSYS;
    return -1;
}

/// newlib's counts seconds.
int gettimeofday(timeval* time, void*) {
    constexpr std::uintptr_t seconds_now = 0x11;
    constexpr std::uintptr_t elapsed = 0x30;
    constexpr std::uint64_t second = 1'000'000'000;
    static const std::uint64_t begin = semihosting(seconds_now, nullptr) * second;
    std::uint64_t nanoseconds = 0; // by qemu
    semihosting(elapsed, &nanoseconds);
    nanoseconds += begin;
    time->tv_sec = static_cast<time_t>(nanoseconds / second);
    time->tv_usec = static_cast<suseconds_t>(nanoseconds % second / 1'000);
    return 0;
}

} // extern "C"
