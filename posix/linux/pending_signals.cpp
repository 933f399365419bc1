#include "pending_signals.hpp"

#include <utility>

namespace weft::posix {

struct pending_signals::one {
    siginfo_t info;
    one* next;
};

namespace {

constexpr std::size_t capacity = 1024;
pending_signals::one room[capacity]; // not written to before it is used
constinit std::size_t used = 0;
constinit pending_signals::one* left = nullptr; // free, among those used once

pending_signals::one* make() noexcept {
    if (left != nullptr)
        return std::exchange(left, left->next);
    return used < capacity ? &room[used++] : nullptr;
}

} // namespace

bool pending_signals::add(const siginfo_t& info) noexcept {
    const int signal = info.si_signo;
    if (signal < SIGRTMIN && set_.has(signal))
        return true;
    one* const made = make();
    if (made == nullptr && signal >= SIGRTMIN)
        return false;
    set_ = set_ | signal_set::only(signal);
    if (made == nullptr)
        return true; // it has come, and nothing more is known of it
    made->info = info;
    made->next = nullptr;
    one** end = &oldest_;
    while (*end != nullptr)
        end = &(*end)->next;
    *end = made;
    return true;
}

siginfo_t pending_signals::take(int signal) noexcept {
    siginfo_t info{};
    info.si_signo = signal;
    bool is_found = false;
    bool is_there_again = false;
    for (one** at = &oldest_; *at != nullptr;) {
        one* const each = *at;
        const bool fits = each->info.si_signo == signal;
        if (fits && !is_found) {
            is_found = true;
            info = each->info;
            *at = each->next;
            each->next = std::exchange(left, each);
            continue;
        }
        is_there_again = is_there_again || fits;
        at = &each->next;
    }
    if (!is_there_again)
        set_ = set_ - signal_set::only(signal);
    return info;
}

void pending_signals::drop(int signal) noexcept {
    while (set_.has(signal))
        take(signal);
}

void pending_signals::drop_all() noexcept {
    while (!set_.is_empty())
        take(set_.first());
}

} // namespace weft::posix
