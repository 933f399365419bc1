#include "own_signal.hpp"

#include <cstdint>
#include <sys/syscall.h>
#include <unistd.h>

namespace weft::posix {

namespace {

/// As the kernel has it.
struct kernel_action {
    void (*handler)(int, siginfo_t*, void*);
    unsigned long flags;
    void (*restorer)(); ///< the C library's, which brings back what was interrupted
    std::uint64_t blocked;
};

} // namespace

void handle_own(int signal, void (*handler)(int, siginfo_t*, void*), int like) noexcept {
    kernel_action action{};
    syscall(SYS_rt_sigaction, like, nullptr, &action, sizeof action.blocked);
    action.handler = handler;
    action.flags |= SA_SIGINFO | SA_RESTART | SA_ONSTACK;
    syscall(SYS_rt_sigaction, signal, &action, nullptr, sizeof action.blocked);
}

int make_timer(clockid_t clock, int signal) noexcept {
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = signal;
    int timer = -1;
    return syscall(SYS_timer_create, clock, &event, &timer) == 0 ? timer : -1;
}

bool set_timer(int timer, const timespec& first, const timespec& each) noexcept {
    const itimerspec time{each, first};
    return syscall(SYS_timer_settime, timer, 0, &time, nullptr) == 0;
}

} // namespace weft::posix
