// Parking as the contract has it, and as badly as it allows: a park may return early, and tell one
// who was woken that it is too late. Locks are never handed over.
#include "backend.hpp"
#include "parking.hpp"
#include "scheduler.hpp"
#include "steered_run.hpp"
#include "steering.hpp"

namespace {
constinit int early_returns_left = 0;
}

void proof::begin_run(int early_returns) {
    early_returns_left = early_returns;
}

namespace weft::backend {

const char* const name = "dummy";

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose why,
              attempt which) {
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
    running().which = which;
    return wait();
}

namespace {

/// Of those who wait on `word`; returns false where there is none.
bool wake_one(const std::uint32_t* word) {
    stack_thread* const waiting = take_waiting(word);
    if (waiting == nullptr)
        return false;
    const bool has_deadline = waiting->deadline != forever;
    make_ready(*waiting,
               has_deadline && steered->choose(2) == 1 ? wait_end::too_late : wait_end::woken);
    return true;
}

} // namespace

void unpark_one(std::uint32_t* word) noexcept {
    take_point(operation::acquire, word);
    wake_one(word);
}

void unpark_all(std::uint32_t* word) noexcept {
    take_point(operation::acquire, word);
    while (wake_one(word)) {
    }
}

} // namespace weft::backend
