// call_once as one would write it first: who gives back what it has not done wakes one of those who
// wait, and whoever begins next does not know of the others.
#include "std/once_word.hpp"

#include <system_error>

#include "misuse.hpp"
#include "raise.hpp"
#include "std/owned.hpp"
#include "weft/std/detail/once.hpp"

namespace weft {

bool once_word::begin_undone() const {
    const std::uint32_t mine = backend::owned_by_this_thread();
    if (!backend::replace(word, 0, mine))
        return wait(mine);
    tell(event::has_lock, &word, why);
    return true;
}

bool once_word::wait(std::uint32_t mine) const {
    if (without_waiters(backend::load(word)) == mine)
        raise(std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                                "weft: the thread waits for what it does itself, " +
                                    named("once", &word)));
    {
        const told waiting(event::waits, event::stops_waiting, &word, why);
        for (;;) {
            const std::uint32_t seen = backend::load(word);
            if (seen == done)
                return false;
            if (seen == 0) {
                if (backend::replace(word, 0, mine))
                    break;
            } else if ((seen & waited_for) != 0 ||
                       backend::replace(word, seen, seen | waited_for)) {
                backend::park(&word, seen | waited_for, forever, why);
            }
        }
    }
    tell(event::has_lock, &word, why);
    return true;
}

void once_word::finish() const noexcept {
    backend::point(operation::release, &word);
    tell(event::releases, &word, why);
    if ((backend::exchange(word, done) & waited_for) != 0)
        backend::unpark_all(&word);
    backend::point(operation::released, nullptr);
}

void once_word::abandon() const noexcept {
    backend::point(operation::release, &word);
    tell(event::releases, &word, why);
    const std::uint32_t before = backend::exchange(word, 0);
    if ((before & waited_for) != 0) {
        backend::unpark_one(&word);
        // Who was woken has its turn, against one that begins again and again.
        backend::yield();
    }
    backend::point(operation::released, nullptr);
}

namespace {

once_word once_at(std::uint32_t& word) {
    return {word, backend::purpose::once};
}

} // namespace

bool detail::once_state::begin_shared() {
    return once_at(word_).begin();
}
void detail::once_state::finish_shared() noexcept {
    once_at(word_).finish();
}
void detail::once_state::abandon_shared() noexcept {
    once_at(word_).abandon();
}

} // namespace weft
