#include "word_waits.hpp"

#include <cerrno>

#include "giving_way.hpp"
#include "scheduler.hpp"
#include "signals.hpp" // the system's
#include "wait_queues.hpp"

namespace weft::posix {

int wait_on_word(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline) {
    if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != expected)
        return EAGAIN;
    const interruptible_wait here(interruptible::unless_restarted);
    const backend::wait_end how = backend::park(word, expected, deadline, backend::purpose::futex);
    return how == backend::wait_end::too_late ? ETIMEDOUT : 0;
}

std::uint32_t wake_word(const std::uint32_t* word, std::uint32_t count) {
    std::uint32_t woken = 0;
    while (woken < count) {
        backend::stack_thread* const waiting = backend::take_waiting(word);
        if (waiting == nullptr)
            break;
        backend::make_ready(*waiting, backend::wait_end::woken);
        ++woken;
    }
    give_way_at_times(tries_at_once);
    return woken;
}

} // namespace weft::posix
