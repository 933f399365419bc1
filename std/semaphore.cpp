// Semaphores, over a word that has the count.
//
// A release clears `parked` and unparks one thread, which sets it again when it takes from the
// count, as it cannot know whether it was the last, and unparks another where something is left.
// So where threads are parked while the count is positive, and `parked` may be clear, there is one
// that is about to unpark, or was unparked and has not looked yet: a release that meets it, and
// unparks nobody, leaves it to that one. Who gives up looks once more, and leaves `parked` set.
#include "weft/std/semaphore.hpp"

#include <string>

#include "backend.hpp"
#include "clock.hpp"
#include "events.hpp"
#include "misuse.hpp"
#include "soon.hpp"
#include "steering.hpp" // the backend's
#include "word.hpp"     // the backend's

namespace weft::detail {

namespace {

constexpr std::uint32_t parked = semaphore_word::parked;
constexpr std::uint32_t kept = semaphore_word::kept;
constexpr std::uint32_t one = semaphore_word::one;

/// For who comes by.
bool take(std::uint32_t& word) {
    for (;;) {
        const std::uint32_t seen = backend::load(word);
        if (seen < one || (seen & kept) != 0)
            return false;
        if (backend::replace(word, seen, seen - one))
            return true;
    }
}

/// The turn of a thread that was woken in vain. While it keeps back who comes by, these may be
/// parked while the count is positive.
class turn {
  public:
    explicit turn(std::uint32_t& word) : word_(word) {}
    ~turn() {
        if (!is_kept)
            return;
        std::uint32_t seen = 0;
        do
            seen = backend::load(word_);
        while (!backend::replace(word_, seen, seen & ~kept));
        if (seen >= one)
            backend::unpark_one(&word_);
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

    bool is_kept = false;

  private:
    std::uint32_t& word_;
};

/// Returns false when the deadline has passed.
bool wait(std::uint32_t& word, deadline_t deadline) {
    if (comes_soon([&] { return take(word); }))
        return true;
    turn own(word);
    bool has_waited = false;
    auto ended = backend::wait_end::woken;
    for (;;) {
        const std::uint32_t seen = backend::load(word);
        if (seen >= one && (has_waited || (seen & kept) == 0)) {
            const std::uint32_t left = (seen - one) | (has_waited ? parked : 0);
            if (!backend::replace(word, seen, left))
                continue;
            if (has_waited && left >= one)
                backend::unpark_one(&word);
            return true;
        }
        const bool keeps = backend::keeps_turns && has_waited && (seen & kept) == 0 &&
                           ended != backend::wait_end::too_late;
        const std::uint32_t waited_on = seen | parked | (keeps ? kept : 0);
        if (seen != waited_on && !backend::replace(word, seen, waited_on))
            continue;
        if (ended == backend::wait_end::too_late)
            return false;
        own.is_kept = own.is_kept || keeps;
        ended = backend::park(&word, waited_on, deadline, backend::purpose::semaphore);
        has_waited = true;
    }
}

bool wait_told(std::uint32_t& word, deadline_t deadline) {
    const told waiting(event::waits, event::stops_waiting, &word, backend::purpose::semaphore);
    return wait(word, deadline);
}

} // namespace

void semaphore_word::refuse_count(std::ptrdiff_t count, std::ptrdiff_t max) noexcept {
    misused("makes a semaphore with a count of " + std::to_string(count) +
            ", which is not from 0 to " + std::to_string(max));
}

void semaphore_word::release_shared(std::ptrdiff_t update, std::ptrdiff_t max) noexcept {
    backend::point(operation::release, &word_);
    std::ptrdiff_t before = max;
    if (update >= 0 && update <= max) {
        // First, as once the count is more, another thread may take it and destroy the word.
        const std::uint32_t seen = backend::load(word_);
        const bool cleared = (seen & parked) != 0 && backend::replace(word_, seen, seen & ~parked);
        const std::uint32_t held = backend::add(word_, static_cast<std::uint32_t>(update) * one);
        if (cleared || (held & parked) != 0)
            backend::unpark_one(&word_);
        before = static_cast<std::ptrdiff_t>(held / one);
    }
    if (update < 0 || before > max - update)
        misused("releases " + named("semaphore", &word_) + " " + std::to_string(update) +
                " times, whose count is at most " + std::to_string(max));
    backend::point(operation::released, nullptr);
}

std::ptrdiff_t semaphore_word::count() const noexcept {
    return backend::load(word_) / one;
}

void semaphore_word::acquire_shared() {
    backend::point(operation::acquire, &word_);
    if (!take(word_))
        static_cast<void>(wait_told(word_, forever));
}

bool semaphore_word::try_acquire_shared() noexcept {
    backend::point(operation::acquire, &word_);
    return take(word_);
}

bool semaphore_word::acquire_shared_within(std::int64_t nanoseconds) {
    return wait_told(word_, deadline_in(nanoseconds, backend::moment()));
}

} // namespace weft::detail
