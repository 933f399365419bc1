#include "signal_handlers.hpp"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include <utility>

#include "boundary.hpp"
#include "host.hpp"
#include "outside.hpp"
#include "own_code.hpp"
#include "own_signal.hpp"
#include "scheduler.hpp"
#include "signal_masks.hpp"
#include "thread.hpp"

// NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's name, which programs do not use.
extern "C" int __sigaction(int signal, const struct sigaction* wanted, struct sigaction* before);

namespace weft::posix {

namespace {

/// What the program has asked for last, where that was a handler. Whether it still is one, the
/// kernel knows: a child of vfork shares this, but not its actions.
constinit struct sigaction asked[most_signals + 1]{};

/// Those that came and were not looked at: what handlers write, and others read. As long as it is
/// full, the kernel keeps realtime signals, which it has blocked then.
constexpr std::size_t most_arrived = 256;
siginfo_t arrived[most_arrived];
constinit std::atomic<std::size_t> arrivals = 0;
constinit std::atomic<std::size_t> looked_at = 0;
constinit signal_set kept_by_kernel;

constinit pending_signals for_process;

bool may_run(const thread* running, const ucontext_t& interrupted) noexcept {
    return running != nullptr && !asks_system && !backend::running().is_parked &&
           !is_in_weft(static_cast<std::uintptr_t>(interrupted.uc_mcontext.gregs[REG_RIP])) &&
           !running->signals.waits_for_handler;
}

/// The fault is what the running instruction has done, or it is abort, which lets nobody block it.
bool must_run(const siginfo_t& info) noexcept {
    return info.si_signo == SIGABRT ? info.si_code == SI_TKILL
                                    : faults.has(info.si_signo) && info.si_code > 0;
}

/// Where weft was interrupted, and goes on to the program instead of to another thread, it is tried
/// again: by a timer, whose signal is one that the C library lets no program use.
namespace again {

constexpr int signal = 33;

constinit int timer = -1;
constinit bool is_set = false;

void prepare(int like, void (*handler)(int, siginfo_t*, void*)) noexcept {
    handle_own(signal, handler, like);
    timer = make_timer(CLOCK_MONOTONIC, signal);
}

void soon() noexcept {
    constexpr timespec a_moment{0, 100'000};
    if (is_set || is_borrowed())
        return;
    if (timer < 0) // as in a child of fork
        timer = make_timer(CLOCK_MONOTONIC, signal);
    is_set = timer >= 0 && set_timer(timer, a_moment, {});
}

} // namespace again

/// Whether something has come that the thread would take; where it is not known which one runs,
/// there may be.
bool is_left(const thread* running) noexcept {
    return running == nullptr ||
           looked_at.load(std::memory_order_relaxed) != arrivals.load(std::memory_order_relaxed) ||
           !((running->signals.pending.set() | for_process.set()) - running->signals.blocked)
                .is_empty();
}

/// Returns false where the kernel has to keep it.
bool arrives(const siginfo_t& info) noexcept {
    const std::size_t count = arrivals.load(std::memory_order_relaxed);
    if (count - looked_at.load(std::memory_order_relaxed) == most_arrived)
        return false;
    arrived[count % most_arrived] = info;
    std::atomic_signal_fence(std::memory_order_release);
    arrivals.store(count + 1, std::memory_order_relaxed);
    backend::outside::has_news = 1;
    return true;
}

void look_at_arrived() noexcept {
    while (looked_at.load(std::memory_order_relaxed) != arrivals.load(std::memory_order_relaxed)) {
        std::atomic_signal_fence(std::memory_order_acquire);
        const std::size_t count = looked_at.load(std::memory_order_relaxed);
        if (!for_process.add(arrived[count % most_arrived]))
            return;
        looked_at.store(count + 1, std::memory_order_relaxed);
    }
    if (!kept_by_kernel.is_empty()) {
        kept_by_kernel = {};
        block_in_kernel(all_kept());
        unblock_in_kernel();
    }
}

bool is_handler(const struct sigaction& action) noexcept;

class called_handler {
  public:
    called_handler(signal_state& own, bool is_by_kernel)
        : own_(own), call_{own.blocked, own.innermost, is_by_kernel,
                           std::exchange(own.wait, interruptible::never),
                           std::exchange(own.waits_for_handler, false)} {
        own.innermost = &call_;
    }
    ~called_handler() {
        own_.innermost = call_.outer;
        own_.wait = call_.wait;
        own_.waits_for_handler = call_.waits_for_handler;
    }
    called_handler(const called_handler&) = delete;
    called_handler& operator=(const called_handler&) = delete;

  private:
    signal_state& own_;
    handler_call call_;
};

/// Where it throws, what the thread blocks is left as it is.
void call(thread& own, const struct sigaction& action, siginfo_t& info, ucontext_t& context,
          bool is_by_kernel) {
    const int signal = info.si_signo;
    const int kept_errno = errno;
    {
        const signal_set before = own.signals.blocked;
        const called_handler here(own.signals, is_by_kernel);
        if ((action.sa_flags & once_only) != 0)
            use_default(signal);
        const bool is_let = (action.sa_flags & SA_NODEFER) != 0;
        block(own, before | signal_set::of(action.sa_mask) |
                       (is_let ? signal_set() : signal_set::only(signal)));
        before.put_in(context.uc_sigmask);
        if ((action.sa_flags & SA_SIGINFO) != 0)
            action.sa_sigaction(signal, &info, &context);
        else
            action.sa_handler(signal);
    }
    errno = kept_errno;
    will_block(own, signal_set::in(context.uc_sigmask));
}

handlers_run run_pending_in(thread& own, ucontext_t* by_kernel) {
    handlers_run run;
    for (;;) {
        look_at_arrived();
        const signal_set taken =
            (own.signals.pending.set() | for_process.set()) - own.signals.blocked;
        if (taken.is_empty()) {
            if (by_kernel == nullptr)
                unblock_in_kernel();
            return run;
        }
        const int signal = taken.first();
        siginfo_t info = (own.signals.pending.set().has(signal) ? own.signals.pending : for_process)
                             .take(signal);
        const struct sigaction action = action_of(signal);
        if (action.sa_handler == SIG_IGN)
            continue;
        if (action.sa_handler == SIG_DFL) {
            unblock_in_kernel();
            syscall(SYS_tgkill, getpid(), gettid(), signal);
            continue;
        }
        run.any = true;
        run.any_without_restart |= (action.sa_flags & SA_RESTART) == 0;
        if (by_kernel != nullptr) {
            call(own, action, info, *by_kernel, true);
        } else {
            ucontext_t here;
            getcontext(&here);
            call(own, action, info, here, false);
        }
    }
}

/// Instead of all of the program's handlers.
void on_signal(int signal, siginfo_t* info, void* given) {
    const int kept_errno = errno;
    auto& context = *static_cast<ucontext_t*>(given);
    if (signal == again::signal)
        again::is_set = false;
    thread* const own = running_receiver();
    if (must_run(*info)) {
        if (own == nullptr || (own->signals.blocked.has(signal) && signal != SIGABRT))
            return use_default(signal); // and it happens again, as the kernel has it
        handler_begins();
        call(*own, asked[signal], *info, context, true);
        (handler_ends() | kept_by_kernel).put_in(context.uc_sigmask);
        errno = kept_errno;
        return;
    }
    if (signal != again::signal && !arrives(*info) && signal >= SIGRTMIN) {
        kept_by_kernel = kept_by_kernel | signal_set::only(signal);
        (signal_set::in(context.uc_sigmask) | kept_by_kernel).put_in(context.uc_sigmask);
        syscall(SYS_rt_sigqueueinfo, getpid(), signal, info);
    } else if (may_run(own, context)) {
        handler_begins();
        run_pending_in(*own, &context);
        (handler_ends() | kept_by_kernel).put_in(context.uc_sigmask);
    } else if (is_left(own)) {
        again::soon();
    }
    errno = kept_errno;
}

bool is_handler(const struct sigaction& action) noexcept {
    return (action.sa_flags & SA_SIGINFO) != 0 && action.sa_sigaction == on_signal;
}

/// Timers are not inherited.
WEFT_INITIALISED_EARLY const host::at_fork leave_timer([] {
    again::timer = -1;
    again::is_set = false;
});

} // namespace

int change_action(int signal, const struct sigaction* wanted, struct sigaction* before) {
    struct sigaction had {};
    if (signal < 1 || signal > most_signals || __sigaction(signal, nullptr, &had) != 0)
        return refused_with(EINVAL);
    if (is_handler(had))
        had = asked[signal];
    if (wanted != nullptr) {
        thread& own = receiver();
        struct sigaction given = *wanted;
        const bool is_to_be_called = (given.sa_flags & SA_SIGINFO) != 0 ||
                                     (given.sa_handler != SIG_DFL && given.sa_handler != SIG_IGN);
        if (is_to_be_called) {
            find_own_code();
            asked[signal] = given;
            given.sa_sigaction = on_signal;
            given.sa_flags = (given.sa_flags | SA_SIGINFO) & ~(once_only | SA_NODEFER);
            all_kept().put_in(given.sa_mask);
        }
        if (__sigaction(signal, &given, nullptr) != 0)
            return -1;
        if (is_to_be_called && again::timer < 0 && !is_borrowed())
            again::prepare(signal, on_signal);
        if (given.sa_handler == SIG_IGN && !is_borrowed()) {
            look_at_arrived();
            for_process.drop(signal);
            for (thread* each = &own; each != nullptr; each = each->signals.newer)
                each->signals.pending.drop(signal);
            for (thread* each = own.signals.older; each != nullptr; each = each->signals.older)
                each->signals.pending.drop(signal);
        }
    }
    if (before != nullptr)
        *before = had;
    return 0;
}

void try_again_soon() noexcept {
    look_at_arrived();
    if (is_left(&self()))
        again::soon();
}

struct sigaction action_of(int signal) noexcept {
    struct sigaction action {};
    __sigaction(signal, nullptr, &action);
    return is_handler(action) ? asked[signal] : action;
}

bool has_handler(int signal) noexcept {
    struct sigaction action {};
    return __sigaction(signal, nullptr, &action) == 0 && is_handler(action);
}

handlers_run run_pending() {
    return run_pending_in(receiver(), nullptr);
}

pending_signals& pending_for_process() noexcept {
    look_at_arrived();
    return for_process;
}

void distribute_again() noexcept {
    if (!for_process.set().is_empty())
        backend::outside::has_news = 1;
}

void forget_pending() noexcept {
    looked_at.store(arrivals.load());
    kept_by_kernel = {};
    for_process.drop_all();
}

void use_default(int signal) noexcept {
    const struct sigaction action {};
    __sigaction(signal, &action, nullptr);
}

} // namespace weft::posix
