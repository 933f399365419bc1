// Waiting for signals: those that are taken, and those whose handlers run.
#include <cerrno>
#include <csignal>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "awaited.hpp"
#include "boundary.hpp"
#include "cancellation.hpp"
#include "moments.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"
#include "thread.hpp"

namespace weft::posix {

namespace {

/// Of those that came for the running thread, or for the process, or that the kernel keeps, as all
/// threads block them. Returns whether there was one.
bool take(thread& own, signal_set wanted, siginfo_t& info) noexcept {
    for (pending_signals* const each : {&own.signals.pending, &pending_for_process()}) {
        const signal_set found = each->set() & wanted;
        if (!found.is_empty()) {
            info = each->take(found.first());
            return true;
        }
    }
    const timespec none{};
    return syscall(SYS_rt_sigtimedwait, &wanted, &info, &none, sizeof wanted) > 0;
}

/// That the kernel tells when it has one of them.
class told_of {
  public:
    explicit told_of(signal_set wanted)
        : descriptor_(static_cast<int>(
              syscall(SYS_signalfd4, -1, &wanted, sizeof wanted, SFD_CLOEXEC | SFD_NONBLOCK))) {
        if (descriptor_ < 0)
            throw std::system_error(errno, std::generic_category());
    }
    ~told_of() { syscall(SYS_close, descriptor_); }
    told_of(const told_of&) = delete;
    told_of& operator=(const told_of&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

/// What a thread is in sigwait for.
class wanting {
  public:
    wanting(signal_state& own, signal_set wanted, awaited& by) : own_(own) {
        own_.wanted = wanted;
        own_.wanting = &by;
    }
    ~wanting() {
        own_.wanted = {};
        own_.wanting = nullptr;
    }
    wanting(const wanting&) = delete;
    wanting& operator=(const wanting&) = delete;

  private:
    signal_state& own_;
};

/// Returns the number of an error; EAGAIN where none has come by then.
int wait_for_any(const sigset_t& given, siginfo_t& info, deadline_t deadline) {
    return answer_of([&] {
        const cancellation_point here;
        thread& own = receiver();
        const signal_set wanted = signal_set::of(given);
        if (take(own, wanted, info))
            return 0;
        if (deadline == 0)
            return EAGAIN;
        const told_of kernel(wanted);
        pollfd told{kernel.descriptor(), POLLIN, 0};
        awaited any{{&told, 1}};
        const wanting until_end(own.signals, wanted, any);
        const interruptible_wait by_handlers(interruptible::always);
        while (!take(own, wanted, info)) {
            if (!wait_for(any, deadline))
                return take(own, wanted, info) ? 0 : EAGAIN;
        }
        return 0;
    });
}

int signal_or_error(int error, const siginfo_t& found, siginfo_t* info) {
    if (error != 0)
        return refused_with(error);
    if (info != nullptr)
        *info = found;
    return found.si_signo;
}

/// Until a handler has run. Returns the number of an error.
int suspend(signal_set blocked) {
    const int ended = answer_of([&] {
        const cancellation_point here;
        thread& own = receiver();
        const blocked_meanwhile until_end(own, blocked);
        const interruptible_wait by_handlers(interruptible::always);
        take_signals();
        awaited nothing;
        for (;;)
            wait_for(nothing, forever);
        return 0;
    });
    run_handlers(); // of what is not blocked any more
    return ended;
}

int suspend_by_errno(signal_set blocked) {
    return refused_with(suspend(blocked));
}

} // namespace

extern "C" {

int sigwait(const sigset_t* wanted, int* signal) {
    siginfo_t info{};
    int error = EINTR;
    while (error == EINTR)
        error = wait_for_any(*wanted, info, forever);
    if (error == 0)
        *signal = info.si_signo;
    return error;
}

int sigwaitinfo(const sigset_t* wanted, siginfo_t* info) {
    siginfo_t found{};
    return signal_or_error(wait_for_any(*wanted, found, forever), found, info);
}

int sigtimedwait(const sigset_t* wanted, siginfo_t* info, const timespec* time) {
    siginfo_t found{};
    if (time != nullptr && (!is_valid(*time) || time->tv_sec < 0))
        return signal_or_error(EINVAL, found, info);
    const deadline_t wait = time == nullptr ? forever : duration_of(*time).count();
    const deadline_t deadline = wait == 0 ? 0 : deadline_in(wait, now());
    return signal_or_error(wait_for_any(*wanted, found, deadline), found, info);
}

int sigsuspend(const sigset_t* blocked) {
    return suspend_by_errno(signal_set::of(*blocked));
}

// NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's name, and the next ones.
int __sigsuspend(const sigset_t* blocked) {
    return sigsuspend(blocked);
}

int pause() {
    return suspend_by_errno(receiver().signals.blocked);
}

int xpg_sigpause(int signal) asm("__xpg_sigpause");
int xpg_sigpause(int signal) {
    if (signal < 1 || signal > most_signals)
        return refused_with(EINVAL);
    return suspend_by_errno(receiver().signals.blocked - signal_set::only(signal));
}

int bsd_sigpause(int bits) asm("sigpause");
int bsd_sigpause(int bits) {
    return suspend_by_errno(signal_set(static_cast<unsigned>(bits)));
}

int either_sigpause(int given, int is_signal) asm("__sigpause");
int either_sigpause(int given, int is_signal) {
    return is_signal != 0 ? xpg_sigpause(given) : bsd_sigpause(given);
}

int sigpending_here(sigset_t* found) asm("sigpending");
int sigpending_here(sigset_t* found) {
    signal_set in_kernel;
    syscall(SYS_rt_sigpending, &in_kernel, sizeof in_kernel);
    const thread& own = receiver();
    *found = (((own.signals.pending.set() | pending_for_process().set()) & own.signals.blocked) |
              in_kernel)
                 .for_program();
    return 0;
}

} // extern "C"

} // namespace weft::posix
