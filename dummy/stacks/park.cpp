// Parking where others go on meanwhile.
#include "backend.hpp"
#include "parking.hpp"
#include "raise.hpp"
#include "scheduler.hpp"
#include "word.hpp"

namespace weft::backend {

const char* const name = "dummy";

bool park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline) {
    if (load(*word) != expected)
        return true;
    running().word = word;
    running().deadline = deadline;
    const wake_reason woken = wait();
    if (woken == wake_reason::hopeless)
        raise(deadlock(deadlock_report(all_blocked())));
    return woken == wake_reason::unparked;
}

void unpark_one(const std::uint32_t* word) noexcept {
    if (stack_thread* const parked = first_parked_on(word))
        wake(*parked, wake_reason::unparked);
}

std::error_code begin_unpark_from_signal() {
    return {};
}
void unpark_one_from_signal(const std::uint32_t* word) noexcept {
    ask_to_unpark(word);
}
void end_unpark_from_signal() noexcept {}

void yield() noexcept {
    pass();
}

} // namespace weft::backend
