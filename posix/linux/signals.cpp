#include "signals.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

#include "awaited.hpp"
#include "backend.hpp"
#include "deadlock.hpp"
#include "moments.hpp"
#include "outside.hpp"
#include "scheduler.hpp"
#include "signal_handlers.hpp"
#include "signal_masks.hpp"
#include "thread.hpp"

namespace weft::posix {

namespace {

/// Where only a handler can help any more, that is said when none has run for so long.
constexpr deadline_t patience = 1'000'000'000;
constinit bool is_to_be_said = false;
constinit bool is_said = false;

void say_who_waits() {
    is_to_be_said = false;
    std::fprintf(stderr,
                 "%s\nweft: only the handler of a signal can change that: it is waited for\n",
                 backend::deadlock_report(backend::all_blocked()).c_str());
}

/// Main waits with the others, so it says it, on its stack.
void have_it_said() noexcept {
    is_said = is_to_be_said = true;
    backend::interrupt(*first_receiver()->runs_as);
}

bool has_news() noexcept {
    return backend::outside::has_news != 0;
}

} // namespace

interruptible_wait::interruptible_wait(interruptible when)
    : own_(self().signals), before_(own_.wait) {
    own_.wait = when;
}
interruptible_wait::~interruptible_wait() {
    own_.wait = before_;
}

bool signals_may_wake() noexcept {
    // Of faults nobody expects that they come from outside.
    constexpr signal_set unexpected = faults | signal_set::only(SIGABRT);
    if (first_receiver() == nullptr)
        return false;
    for (signal_set left = signal_set::all() - blocked_by_all() - unexpected; !left.is_empty();
         left = left - signal_set::only(left.first())) {
        if (has_handler(left.first()))
            return true;
    }
    return false;
}

void distribute_signals() noexcept {
    backend::outside::has_news = 0;
    for (signal_set left = pending_for_process().set(); !left.is_empty();
         left = left - signal_set::only(left.first())) {
        const int signal = left.first();
        for (thread* each = first_receiver(); each != nullptr; each = each->signals.newer) {
            if (is_taken_by(*each, signal)) {
                tell_of_signal(*each, signal);
                break;
            }
        }
    }
}

bool is_taken_by(const thread& which, int signal) noexcept {
    return which.signals.wanted.has(signal) || !which.signals.blocked.has(signal);
}

void tell_of_signal(thread& which, int signal) noexcept {
    const signal_state& own = which.signals;
    if (own.wanted.has(signal)) {
        own.wanting->word = 1;
        backend::unpark_all(&own.wanting->word);
    } else if (!own.blocked.has(signal) && which.runs_as != nullptr) {
        backend::interrupt(*which.runs_as);
    }
}

void run_handlers() {
    run_pending();
}

void take_signals() {
    if (is_to_be_said)
        say_who_waits();
    const handlers_run run = run_pending();
    const interruptible wait = self().signals.wait;
    if ((wait == interruptible::always && run.any) ||
        (wait == interruptible::unless_restarted && run.any_without_restart))
        throw interrupted_wait();
}

int sleep_for_signals(std::span<pollfd> descriptors, deadline_t deadline) noexcept {
    constexpr deadline_t longest = 100'000'000'000'000'000; // what every system takes
    const bool is_said_soon =
        deadline == forever && descriptors.empty() && !is_said && !backend::outside::is_awaited();
    const deadline_t left =
        is_said_soon ? patience
                     : std::clamp<deadline_t>(deadline == 0 ? 0 : deadline - now(), 0, longest);
    const timespec time = timespec_of(std::chrono::nanoseconds(left));
    asks_system = 1;
    const signal_set blocked = blocked_by_all();
    if (left != 0)
        block_in_kernel(all_kept());
    int count = -1;
    if (left == 0 || !has_news())
        count = static_cast<int>(syscall(SYS_ppoll, descriptors.data(), descriptors.size(), &time,
                                         left == 0 ? nullptr : &blocked, sizeof blocked));
    if (left != 0)
        unblock_in_kernel();
    asks_system = 0;
    if (is_said_soon && count == 0)
        have_it_said();
    return count;
}

} // namespace weft::posix
