// What the program asks to be done when a signal comes, by all the names that this has.
#include <cerrno>
#include <csignal>

#include "boundary.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"

namespace weft::posix {

namespace {

using handler = void (*)(int);

constinit signal_set interrupts; // by siginterrupt

handler change_handler(int signal, handler wanted, int flags) {
    struct sigaction given {};
    given.sa_handler = wanted;
    given.sa_flags = flags;
    struct sigaction before {};
    if (wanted == SIG_ERR) {
        errno = EINVAL;
        return SIG_ERR;
    }
    return change_action(signal, &given, &before) == 0 ? before.sa_handler : SIG_ERR;
}

} // namespace

extern "C" {

int sigaction_here(int signal, const struct sigaction* wanted,
                   struct sigaction* before) asm("sigaction");
int sigaction_here(int signal, const struct sigaction* wanted, struct sigaction* before) {
    return change_action(signal, wanted, before);
}

handler signal_here(int signal, handler wanted) asm("signal");
handler signal_here(int signal, handler wanted) {
    const bool restarts = signal > 0 && signal <= most_signals && !interrupts.has(signal);
    return change_handler(signal, wanted, restarts ? SA_RESTART : 0);
}

handler bsd_signal_here(int signal, handler wanted) asm("bsd_signal")
    __attribute__((alias("signal")));

handler ssignal_here(int signal, handler wanted) asm("ssignal") __attribute__((alias("signal")));

handler sysv_signal_here(int signal, handler wanted) asm("sysv_signal");
handler sysv_signal_here(int signal, handler wanted) {
    return change_handler(signal, wanted, once_only | SA_NODEFER);
}

handler old_signal_here(int signal, handler wanted) asm("__sysv_signal")
    __attribute__((alias("sysv_signal")));

handler sigset_here(int signal, handler wanted) asm("sigset");
handler sigset_here(int signal, handler wanted) {
    const auto held = reinterpret_cast<handler>(2); // SIG_HOLD
    struct sigaction action {};
    if (change_action(signal, nullptr, &action) != 0)
        return SIG_ERR;
    const handler before = receiver().signals.blocked.has(signal) ? held : action.sa_handler;
    if (wanted != held && change_handler(signal, wanted, 0) == SIG_ERR)
        return SIG_ERR;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    sigprocmask(wanted == held ? SIG_BLOCK : SIG_UNBLOCK, &one, nullptr);
    return before;
}

int sigignore_here(int signal) asm("sigignore");
int sigignore_here(int signal) {
    return change_handler(signal, SIG_IGN, 0) == SIG_ERR ? -1 : 0;
}

int siginterrupt_here(int signal, int does) asm("siginterrupt");
int siginterrupt_here(int signal, int does) {
    struct sigaction action {};
    if (change_action(signal, nullptr, &action) != 0)
        return -1;
    const signal_set one = signal_set::only(signal);
    interrupts = does != 0 ? interrupts | one : interrupts - one;
    action.sa_flags = does != 0 ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    return change_action(signal, &action, nullptr);
}

} // extern "C"

} // namespace weft::posix
