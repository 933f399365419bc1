// A signal that comes just before the process sleeps: the linker leads weft's call of `pselect`
// here (--wrap).
#include <csignal>
#include <doctest/doctest.h>
#include <sys/select.h>

#include <weft/thread.hpp>

#include "../support.hpp"

namespace {
bool late_signal = false;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
int __real_pselect(int, fd_set*, fd_set*, fd_set*, const timespec*, const sigset_t*);
int __wrap_pselect(int n, fd_set* in, fd_set* out, fd_set* other, const timespec* time,
                   const sigset_t* mask) {
    if (late_signal)
        std::raise(SIGINT);
    return __real_pselect(n, in, out, other, time, mask);
}
}
// NOLINTEND(bugprone-reserved-identifier)

TEST_CASE("an interrupt that comes just before the process sleeps wakes it") {
    const weft::interrupt_on_sigint on;
    late_signal = true;
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(weft::this_thread::sleep_for(support::long_sleep), weft::keyboard_interrupt);
    CHECK(std::chrono::steady_clock::now() - start < support::patience);
    late_signal = false;
}
