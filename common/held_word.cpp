#include "held_word.hpp"

#include "weft/detail/attributes.hpp"

namespace weft {

namespace {

bool spin(const held_word& wanted) {
    for (int i = 0; i < backend::spin_limit; ++i) {
        if (backend::load(wanted.word) == 0 && wanted.take())
            return true;
        backend::relax();
    }
    return false;
}

} // namespace

bool held_word::wait(deadline_t deadline) const {
    if (spin(*this))
        return true;
    auto ended = backend::wait_end::woken;
    for (auto which = backend::attempt::first;;) {
        const std::uint32_t seen = backend::load(word);
        if (seen == 0) {
            if (backend::replace(word, 0, mine | waited_for))
                return true;
        } else if ((seen & waited_for) != 0 || backend::replace(word, seen, seen | waited_for)) {
            if (ended == backend::wait_end::too_late)
                return false;
            ended = backend::park(&word, seen | waited_for, deadline, why, which);
            if (ended == backend::wait_end::has_lock)
                return true;
            which = backend::attempt::again;
        }
    }
}

WEFT_FLATTENED bool held_word::wait_told(deadline_t deadline) const {
    bool taken = false;
    {
        const told waiting(event::waits, event::stops_waiting, &word, why);
        taken = wait(deadline);
    }
    if (taken)
        tell(event::has_lock, &word, why);
    return taken;
}

std::uint32_t held_word::give_back_told() const {
    tell(event::releases, &word, why);
    return give_back();
}

} // namespace weft
