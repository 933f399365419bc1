// The lock, written once over a 32-bit word.
#include "weft/lock.hpp"

#include "backend.hpp"
#include "events.hpp"
#include "lock_word.hpp"
#include "own_lock.hpp"
#include "raise.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft {

namespace {

bool take(std::uint32_t& word) {
    return backend::replace(word, 0, backend::held_by_this_thread());
}

bool spin(std::uint32_t& word) {
    for (int i = 0; i < backend::spin_limit; ++i) {
        if (backend::load(word) == 0 && take(word))
            return true;
        backend::relax();
    }
    return false;
}

/// Returns false when the deadline has passed. Who has waited takes the lock with `waited_for` set,
/// as it cannot know whether it was the last; and who gives up leaves it set, as an unpark may have
/// been for it.
bool wait(std::uint32_t& word, deadline_t deadline) {
    if (spin(word))
        return true;
    auto ended = backend::wait_end::woken;
    for (auto why = backend::purpose::lock;;) {
        const std::uint32_t seen = backend::load(word);
        if (seen == 0) {
            if (backend::replace(word, 0, backend::held_by_this_thread() | waited_for))
                return true;
        } else if ((seen & waited_for) != 0 || backend::replace(word, seen, seen | waited_for)) {
            if (ended == backend::wait_end::too_late)
                return false;
            ended = backend::park(&word, seen | waited_for, deadline, why);
            if (ended == backend::wait_end::has_lock)
                return true;
            why = backend::purpose::lock_again;
        }
    }
}

// Not inlined, nor what follows: the way between them is that of most locks.
WEFT_NOINLINE bool wait_told(std::uint32_t& word, deadline_t deadline) {
    bool taken = false;
    {
        const told waiting(event::waits, event::stops_waiting, &word);
        taken = wait(word, deadline);
    }
    if (taken)
        tell(event::has_lock, &word);
    return taken;
}

/// Once the word is 0, another thread may take the lock and destroy it: only its address is used
/// from there on.
void give_back(std::uint32_t& word) {
    const std::uint32_t before = backend::exchange(word, 0);
    if (before == 0)
        raise(error("release unlocked lock"));
    if ((before & waited_for) != 0)
        backend::unpark_one(&word);
}

WEFT_NOINLINE void give_back_told(std::uint32_t& word) {
    tell(event::releases, &word);
    give_back(word);
}

} // namespace

bool detail::time_is_virtual() noexcept {
    return backend::time_is_virtual();
}

bool lock_type::try_acquire_shared() noexcept {
    backend::point(operation::acquire, &word_);
    const bool taken = take(word_);
    if (taken)
        tell(event::has_lock, &word_);
    return taken;
}

void lock_type::acquire_shared() {
    backend::point(operation::acquire, &word_);
    if (take(word_))
        tell(event::has_lock, &word_);
    else
        wait_told(word_, forever);
}

bool lock_type::acquire_within(std::int64_t nanoseconds) {
    return wait_told(word_, deadline_in(nanoseconds, backend::moment()));
}

void lock_type::release_shared() {
    backend::point(operation::release, &word_);
    if (watching == nullptr)
        give_back(word_);
    else
        give_back_told(word_);
    backend::point(operation::released, nullptr);
}

bool lock_type::locked() const noexcept {
    backend::point(operation::acquire, &word_);
    return backend::load(word_) != 0;
}

void own_lock::acquire() {
    if (!take(word_))
        wait(word_, forever);
}

bool own_lock::try_acquire() {
    return take(word_);
}

void own_lock::release() {
    if ((backend::exchange(word_, 0) & waited_for) != 0)
        backend::unpark_one(&word_);
}

bool own_lock::is_held() const {
    return backend::load(word_) != 0;
}

} // namespace weft
