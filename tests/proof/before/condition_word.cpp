// The condition variable as one would write it first, for which the contract allows too much: a
// wait that has given up says so, whether an unpark was for it or not.
#include "weft/std/detail/condition_word.hpp"

#include <utility>

#include "backend.hpp"
#include "steering.hpp"
#include "word.hpp"

namespace weft::detail {

void condition_word::notify_one() noexcept {
    if (backend::load(waiting_) == 0)
        return;
    backend::add(sequence_, 1);
    backend::unpark_one(&sequence_);
}

void condition_word::notify_all() noexcept {
    if (backend::load(waiting_) == 0)
        return;
    backend::add(sequence_, 1);
    backend::unpark_all(&sequence_);
}

void condition_word::notify_all_unseen() noexcept {
    notify_all();
}

void condition_word::destroy() {}

condition_wait::condition_wait(condition_word& condition) noexcept
    : condition_(&condition), sequence_(backend::load(condition.sequence_)),
      may_take_anothers_(false) {
    backend::add(condition.waiting_, 1);
}

bool condition_wait::until(std::int64_t deadline) {
    static_cast<void>(may_take_anothers_); // which it did not know
    return backend::park(&condition_->sequence_, sequence_, deadline,
                         backend::purpose::condition) != backend::wait_end::too_late;
}

void condition_wait::leave() noexcept {
    if (condition_ != nullptr)
        backend::add(std::exchange(condition_, nullptr)->waiting_, -1U);
}

std::int64_t deadline_after(std::int64_t nanoseconds) noexcept {
    return deadline_in(nanoseconds, backend::moment());
}

} // namespace weft::detail
