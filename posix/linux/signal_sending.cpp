// Signals that a thread sends to one of the process.
#include <cerrno>
#include <csignal>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "boundary.hpp"
#include "giving_way.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"
#include "thread.hpp"

namespace weft::posix {

namespace {

siginfo_t sent(int signal, int code) noexcept {
    siginfo_t info{};
    info.si_signo = signal;
    info.si_code = code;
    info.si_pid = getpid();
    info.si_uid = getuid();
    return info;
}

bool is_valid(int signal) noexcept {
    return signal >= 0 && signal <= most_signals && (signal < 32 || signal >= SIGRTMIN);
}

/// Returns the number of an error.
int send(thread& to, const siginfo_t& info) {
    const int signal = info.si_signo;
    thread& own = receiver();
    if (to.has_ended)
        return 0; // there is nobody to tell
    const bool is_taken = !to.signals.blocked.has(signal) && !to.signals.wanted.has(signal);
    if (is_taken && !has_handler(signal)) // done by default, it is done to the process
        return syscall(SYS_tgkill, getpid(), gettid(), signal) == 0 ? 0 : errno;
    if (!to.signals.pending.add(info))
        return EAGAIN;
    if (&to == &own)
        run_handlers();
    else
        tell_of_signal(to, signal);
    return 0;
}

/// To one that others name; the same.
int send_to(pthread_t id, const siginfo_t& info) {
    thread* const to = find(id);
    if (to == nullptr)
        return ESRCH;
    if (!is_valid(info.si_signo))
        return EINVAL;
    const int error = info.si_signo == 0 ? 0 : send(*to, info);
    give_way_at_times(tries_at_once);
    return error;
}

} // namespace

extern "C" {

int kill_thread(pthread_t id, int signal) asm("pthread_kill");
int kill_thread(pthread_t id, int signal) {
    return send_to(id, sent(signal, SI_TKILL));
}

int queue_for_thread(pthread_t id, int signal, const sigval value) asm("pthread_sigqueue");
int queue_for_thread(pthread_t id, int signal, const sigval value) {
    siginfo_t info = sent(signal, SI_QUEUE);
    info.si_value = value;
    return send_to(id, info);
}

int raise_here(int signal) asm("raise");
int raise_here(int signal) {
    return told_by_errno(kill_thread(pthread_self(), signal));
}

int gsignal_here(int signal) asm("gsignal") __attribute__((alias("raise")));

} // extern "C"

} // namespace weft::posix
