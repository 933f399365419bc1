#include "signals.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <poll.h>
#include <pthread.h>

#include "outside.hpp"
#include "scheduler.hpp"
#include "thread.hpp"

namespace weft::posix {

interruptible_wait::interruptible_wait(interruptible when)
    : own_(self().signals), before_(own_.wait) {
    own_.wait = when;
}
interruptible_wait::~interruptible_wait() {
    own_.wait = before_;
}

void inherit_signals(thread& begun, const thread& by) noexcept {
    begun.signals.blocked = by.signals.blocked;
}
void forget_signals(thread&) noexcept {}

bool signals_may_wake() noexcept {
    return false;
}

void distribute_signals() noexcept {
    backend::outside::has_news = 0;
    backend::wake_all();
}

void unpark_all_soon() noexcept {
    backend::outside::has_news = 1;
}

void take_signals() {}

int sleep_for_signals(std::span<pollfd> descriptors, deadline_t deadline) noexcept {
    constexpr deadline_t second = 1'000'000'000;
    constexpr deadline_t longest = 100'000'000 * second; // what every system takes
    const deadline_t left = std::clamp<deadline_t>(deadline - now(), 0, longest);
    const timespec time{static_cast<time_t>(left / second), static_cast<long>(left % second)};
    return ::ppoll(descriptors.data(), descriptors.size(), &time, nullptr);
}

} // namespace weft::posix
