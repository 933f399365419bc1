// Sleeping on POSIX systems.
#include <algorithm>
#include <csignal>
#include <sys/select.h>

#include "sleep.hpp"
#include "word.hpp"

namespace weft::backend {

void sleep_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    // SIGINT can come only inside pselect, not between the look at the word and the sleep.
    // NOLINTBEGIN(concurrency-mt-unsafe): there is one thread.
    sigset_t interrupt;
    sigset_t before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    if (load(word) == expected) {
        constexpr deadline_t second = 1'000'000'000;
        constexpr deadline_t longest = 100'000'000 * second; // what every system takes
        const deadline_t left = std::clamp<deadline_t>(deadline - now(), 0, longest);
        const timespec time{static_cast<time_t>(left / second), static_cast<long>(left % second)};
        pselect(0, nullptr, nullptr, nullptr, &time, &before);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
    // NOLINTEND(concurrency-mt-unsafe)
}

// The signal itself does.
void wake_sleeper(const std::uint32_t&) noexcept {}

} // namespace weft::backend
