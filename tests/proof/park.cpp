#include "park.hpp"

#include "backend.hpp"
#include "scheduler.hpp"
#include "steered_run.hpp"
#include "steering.hpp"

namespace weft::backend {

const char* const name = "dummy";

constinit int early_returns_left = 0;

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose why) {
    take_point(operation::acquire, word);
    if (*word != expected)
        return wait_end::woken;
    if (early_returns_left > 0 && steered->choose(2) == 1) {
        --early_returns_left;
        return wait_end::woken;
    }
    running().word = word;
    running().deadline = deadline;
    running().why = why;
    return *wait();
}

void unpark_one(std::uint32_t* word) noexcept {
    take_point(operation::acquire, word);
    stack_thread* const waiting = take_waiting(word);
    if (waiting == nullptr)
        return;
    const bool has_deadline = waiting->deadline != forever;
    make_ready(*waiting,
               has_deadline && steered->choose(2) == 1 ? wait_end::too_late : wait_end::woken);
}

std::error_code begin_unpark_from_signal() {
    return {};
}
void unpark_one_from_signal(std::uint32_t*) noexcept {}
void end_unpark_from_signal() noexcept {}

void yield() noexcept {
    pass();
}

} // namespace weft::backend
