#include "signal_masks.hpp"

#include <cerrno>
#include <sys/syscall.h>
#include <unistd.h>

#include "boundary.hpp"
#include "host.hpp"
#include "scheduler.hpp"
#include "signal_handlers.hpp"

namespace weft::posix {

namespace {

constinit thread* oldest = nullptr;
constinit thread* newest = nullptr;

/// What all threads block, and how many block just that: while there is one, this can only shrink.
constinit signal_set common;
constinit std::size_t like_common = 0;

constinit signal_set in_kernel; // as it was told last
constinit pid_t process = 0;

signal_set set_in_kernel(int how, signal_set wanted) noexcept {
    signal_set before;
    syscall(SYS_rt_sigprocmask, how, &wanted, &before, sizeof wanted);
    return before;
}

void add(thread& which) noexcept {
    signal_state& own = which.signals;
    own.is_known = true;
    own.older = newest;
    (newest == nullptr ? oldest : newest->signals.newer) = &which;
    newest = &which;
    like_common += own.blocked == common;
}

void count_again() noexcept {
    common = signal_set::all();
    for (const thread* each = oldest; each != nullptr; each = each->signals.newer)
        common = common & each->signals.blocked;
    like_common = 0;
    for (const thread* each = oldest; each != nullptr; each = each->signals.newer)
        like_common += each->signals.blocked == common;
}

WEFT_INITIALISED_EARLY const host::at_fork leave_others([] {
    process = getpid();
    if (oldest == nullptr)
        return;
    thread& own = self();
    own.signals.older = own.signals.newer = nullptr;
    oldest = newest = nullptr;
    forget_pending();
    own.signals.pending.drop_all();
    add(own);
    count_again();
    unblock_in_kernel();
});

} // namespace

thread& receiver() noexcept {
    thread& own = self();
    if (!own.signals.is_known && oldest == nullptr) {
        process = getpid();
        in_kernel = set_in_kernel(SIG_BLOCK, {});
        own.signals.blocked = common = in_kernel;
        add(own);
    }
    return own;
}

thread* first_receiver() noexcept {
    return oldest;
}

thread* running_receiver() noexcept {
    const backend::stack_thread* const running = &backend::running();
    thread* each = newest;
    while (each != nullptr && each->runs_as != running)
        each = each->signals.older;
    return each;
}

bool is_only_receiver(const thread& which) noexcept {
    return oldest == &which && newest == &which;
}

signal_set blocked_by_all() noexcept {
    return common;
}

bool is_borrowed() noexcept {
    return getpid() != process;
}

void block_in_kernel(signal_set wanted) noexcept {
    in_kernel = wanted;
    set_in_kernel(SIG_SETMASK, wanted);
}

void unblock_in_kernel() noexcept {
    if (in_kernel != common)
        block_in_kernel(common);
}

void handler_begins() noexcept {
    in_kernel = signal_set::all();
}

signal_set handler_ends() noexcept {
    in_kernel = common;
    return common;
}

void will_block(thread& own, signal_set wanted) noexcept {
    signal_set& blocked = own.signals.blocked;
    if (blocked == wanted)
        return;
    like_common -= blocked == common;
    blocked = wanted;
    if ((wanted & common) == common && like_common != 0)
        like_common += wanted == common;
    else
        count_again();
    distribute_again();
}

void block(thread& own, signal_set wanted) noexcept {
    will_block(own, wanted);
    unblock_in_kernel();
}

blocked_meanwhile::blocked_meanwhile(thread& own, signal_set wanted)
    : own_(own), before_(own.signals.blocked) {
    own_.signals.waits_for_handler = true;
    block(own_, wanted);
}

blocked_meanwhile::~blocked_meanwhile() {
    own_.signals.waits_for_handler = false;
    block(own_, before_);
}

void inherit_signals(thread& begun, thread& by) noexcept {
    receiver();
    begun.signals.blocked = by.signals.blocked;
    add(begun);
}

void forget_signals(thread& ended) noexcept {
    signal_state& own = ended.signals;
    if (!own.is_known)
        return;
    own.is_known = false;
    (own.older == nullptr ? oldest : own.older->signals.newer) = own.newer;
    (own.newer == nullptr ? newest : own.newer->signals.older) = own.older;
    like_common -= own.blocked == common;
    own.blocked = signal_set::all();
    own.pending.drop_all();
    distribute_again();
    if (like_common != 0 || oldest == nullptr)
        return;
    count_again();
    unblock_in_kernel();
}

namespace {

int change(int how, const sigset_t* given, sigset_t* before) {
    thread& own = receiver();
    if (given != nullptr && how != SIG_BLOCK && how != SIG_UNBLOCK && how != SIG_SETMASK)
        return EINVAL;
    const signal_set blocked = own.signals.blocked;
    if (is_borrowed()) {
        const signal_set had =
            set_in_kernel(given == nullptr ? SIG_BLOCK : how,
                          given == nullptr ? signal_set() : signal_set::of(*given));
        if (before != nullptr)
            *before = had.for_program();
        return 0;
    }
    if (given != nullptr) {
        const signal_set wanted = signal_set::of(*given);
        block(own, how == SIG_BLOCK     ? blocked | wanted
                   : how == SIG_UNBLOCK ? blocked - wanted
                                        : wanted);
        run_handlers();
    }
    if (before != nullptr)
        *before = blocked.for_program();
    return 0;
}

int change_one(int how, int signal) {
    sigset_t set;
    sigemptyset(&set);
    if (sigaddset(&set, signal) != 0)
        return -1;
    change(how, &set, nullptr);
    return 0;
}

/// As BSD had it.
int change_old(int how, int bits) {
    const sigset_t set = signal_set(static_cast<unsigned>(bits)).for_program();
    sigset_t before;
    change(how, &set, &before);
    return static_cast<int>(before.__val[0]);
}

} // namespace

// A handler may run in these, and end its thread: so they may unwind, where the C library's headers
// say that they do not.
extern "C" {

int change_process_mask(int how, const sigset_t* given, sigset_t* before) asm("sigprocmask");
int change_process_mask(int how, const sigset_t* given, sigset_t* before) {
    return told_by_errno(change(how, given, before));
}

int change_mask(int how, const sigset_t* given, sigset_t* before) asm("pthread_sigmask");
int change_mask(int how, const sigset_t* given, sigset_t* before) {
    return change(how, given, before);
}

int hold(int signal) asm("sighold");
int hold(int signal) {
    return change_one(SIG_BLOCK, signal);
}

int let_go(int signal) asm("sigrelse");
int let_go(int signal) {
    return change_one(SIG_UNBLOCK, signal);
}

int block_old(int bits) asm("sigblock");
int block_old(int bits) {
    return change_old(SIG_BLOCK, bits);
}

int set_old(int bits) asm("sigsetmask");
int set_old(int bits) {
    return change_old(SIG_SETMASK, bits);
}

int get_old() asm("siggetmask");
int get_old() {
    return change_old(SIG_BLOCK, 0);
}

// A thread begins with the mask of who makes it.

int pthread_attr_setsigmask_np(pthread_attr_t*, const sigset_t*) {
    return ENOTSUP;
}

int pthread_attr_getsigmask_np(const pthread_attr_t*, sigset_t*) {
    return PTHREAD_ATTR_NO_SIGMASK_NP;
}

} // extern "C"

} // namespace weft::posix
