// Parking on Linux's futex.
#include <algorithm>
#include <cerrno>
#include <limits>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backend.hpp"
#include "word.hpp" // the C library's, or the compiler's

namespace weft::backend {

namespace {

/// As the system call takes it, which is not the C library's on every 32-bit system.
struct kernel_timespec {
    long seconds;
    long nanoseconds;
};

/// A signal that ends the wait is for nobody here. Under ThreadSanitizer, its handler runs only
/// where the word is looked at.
long wait_until(const std::uint32_t* word, std::uint32_t expected, const kernel_timespec* time) {
    long ended = 0;
    do
        ended = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected, time, nullptr,
                        FUTEX_BITSET_MATCH_ANY);
    while (ended != 0 && errno == EINTR && load(*word) == expected);
    return ended;
}

} // namespace

const char* const name = "futex";

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose,
              attempt) {
    if (deadline == forever) {
        wait_until(word, expected, nullptr);
        return wait_end::woken;
    }
    // The futex's clock is the monotonic one, which std::chrono::steady_clock shows on Linux.
    constexpr deadline_t second = 1'000'000'000;
    const auto seconds = std::min<deadline_t>(deadline / second, std::numeric_limits<long>::max());
    const kernel_timespec time{static_cast<long>(seconds), static_cast<long>(deadline % second)};
    const bool too_late = wait_until(word, expected, &time) != 0 && errno == ETIMEDOUT;
    return too_late ? wait_end::too_late : wait_end::woken;
}

void unpark_one(std::uint32_t* word) noexcept {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1);
}

void unpark_all(std::uint32_t* word) noexcept {
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, std::numeric_limits<int>::max());
}

// A system call may be made in a signal handler, so there is nothing to prepare.

std::error_code begin_unpark_from_signal() {
    return {};
}

void unpark_one_from_signal(std::uint32_t* word) noexcept {
    unpark_one(word);
}

void end_unpark_from_signal() noexcept {}

} // namespace weft::backend
