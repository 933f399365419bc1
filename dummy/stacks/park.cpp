// Parking where others go on meanwhile.
#include "backend.hpp"
#include "holder.hpp"
#include "lock_word.hpp"
#include "scheduler.hpp"
#include "word.hpp"

namespace weft::backend {

const char* const name = "dummy";

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose why,
              attempt which) {
    if (load(*word) != expected)
        return wait_end::woken;
    stack_thread& self = running();
    self.word = word;
    self.deadline = deadline;
    self.why = why;
    self.which = which;
    return wait();
}

void unpark_one(std::uint32_t* word) noexcept {
    stack_thread* const waiting = take_waiting(word);
    if (waiting == nullptr)
        return;
    if (waiting->which == attempt::first)
        return make_ready(*waiting, wait_end::woken);
    // Nobody has run since the lock was made free, so it is there, and still free.
    exchange(*word, held_by(waiting->record.ident) | waited_for);
    make_ready(*waiting, wait_end::has_lock);
}

void unpark_all(std::uint32_t* word) noexcept {
    while (stack_thread* const waiting = take_waiting(word))
        make_ready(*waiting, wait_end::woken);
}

std::error_code begin_unpark_from_signal() {
    expect_signals(true);
    return {};
}
void unpark_one_from_signal(std::uint32_t* word) noexcept {
    ask_to_unpark(word);
}
void end_unpark_from_signal() noexcept {
    expect_signals(false);
}

void yield() noexcept {
    pass();
}

} // namespace weft::backend
