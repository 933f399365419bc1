// The condition variable, over a word that says how often it was notified.
//
// Waking need not be first in, first out, and a wait that began after a notification must not take
// what is for one that began before. It cannot, once `notify_one` has returned: who is parked then,
// is parked with what the sequence holds now, and is woken by no unpark but those of later
// notifications. But one that begins while `notify_one` is between the two may be woken by it. For
// the standard it is as if the notification came later ([thread.condition]/4), and the wait ends by
// it. Only where the deadline has passed besides, so that the wait says that it was not notified,
// that one is owed to another: as it is not known to whom, all are woken. So it is counted who
// notifies one.
#include "weft/std/detail/condition_word.hpp"

#include <utility>

#include "backend.hpp"
#include "events.hpp"
#include "lock_word.hpp"
#include "misuse.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft::detail {

namespace {

// What `waiting_` holds: how many wait, how many notify one, and whether it is being destroyed.
constexpr std::uint32_t waiter = 1;
constexpr std::uint32_t notifier = 1 << 22;
constexpr std::uint32_t destroying = 0x8000'0000;
constexpr std::uint32_t notifiers = destroying - notifier;
constexpr std::uint32_t waiters = notifier - 1;

/// What the sequence is larger by for who was not notified before it is destroyed.
constexpr std::uint32_t destroyed = 0x8000'0000;

/// Is one of those who notify one, unless nobody waits.
bool begin_notifying(std::uint32_t& waiting) {
    for (;;) {
        const std::uint32_t seen = backend::load(waiting);
        if ((seen & waiters) == 0)
            return false;
        if ((seen & notifiers) == notifiers)
            backend::yield(); // there is no room for more
        else if (backend::replace(waiting, seen, seen + notifier))
            return true;
    }
}

} // namespace

void condition_word::notify_one() noexcept {
    backend::point(operation::release, &sequence_);
    if (!begin_notifying(waiting_))
        return;
    backend::add(sequence_, 1);
    backend::unpark_one(&sequence_);
    backend::add(waiting_, -notifier);
    backend::point(operation::released, nullptr);
}

void condition_word::notify_all() noexcept {
    backend::point(operation::release, &sequence_);
    if ((backend::load(waiting_) & waiters) == 0)
        return;
    backend::add(sequence_, 1);
    backend::unpark_all(&sequence_);
    backend::point(operation::released, nullptr);
}

void condition_word::notify_all_unseen() noexcept {
    backend::point(operation::release, &sequence_);
    backend::add(sequence_, 1);
    backend::unpark_all(&sequence_);
    backend::point(operation::released, nullptr);
}

void condition_word::destroy() {
    backend::point(operation::acquire, &sequence_);
    if (backend::load(waiting_) == 0)
        return;
    backend::add(waiting_, destroying);
    const std::uint32_t last = backend::add(sequence_, destroyed) + destroyed;
    backend::unpark_all(&sequence_);
    while (const std::uint32_t left = backend::load(waiting_) & waiters)
        backend::park(&waiting_, destroying | left, forever, backend::purpose::leaving);
    const std::uint32_t said = backend::load(sequence_);
    if (said != last)
        misused("destroys " + named("condition variable", &sequence_) + ", for which " +
                owner_name(said) + " waits");
}

condition_wait::condition_wait(condition_word& condition) noexcept : condition_(&condition) {
    backend::point(operation::acquire, &condition.sequence_);
    sequence_ = backend::load(condition.sequence_);
    may_take_anothers_ = (backend::add(condition.waiting_, waiter) & notifiers) != 0;
}

bool condition_wait::until(std::int64_t deadline) {
    backend::point(operation::acquire, &condition_->sequence_);
    auto ended = backend::wait_end::woken;
    {
        const told waiting(event::waits, event::stops_waiting, &condition_->sequence_,
                           backend::purpose::condition);
        ended =
            backend::park(&condition_->sequence_, sequence_, deadline, backend::purpose::condition);
    }
    const bool is_late = ended == backend::wait_end::too_late;
    const std::uint32_t now = backend::load(condition_->sequence_);
    if (now != sequence_) {
        if (now - sequence_ == destroyed && !is_late)
            backend::exchange(condition_->sequence_, owner_word(backend::self().ident));
        return true;
    }
    if (is_late && std::exchange(may_take_anothers_, false))
        condition_->notify_all();
    return !is_late;
}

void condition_wait::leave() noexcept {
    if (condition_ == nullptr)
        return;
    std::uint32_t* const waiting = &std::exchange(condition_, nullptr)->waiting_;
    if (backend::add(*waiting, -waiter) == (destroying | waiter))
        backend::unpark_one(waiting);
}

std::int64_t deadline_after(std::int64_t nanoseconds) noexcept {
    return deadline_in(nanoseconds, backend::moment());
}

} // namespace weft::detail
