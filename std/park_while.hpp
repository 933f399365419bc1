// Waiting for a word to tell something that stays so, once it does: what is waited for need not be
// had by one thread alone.
#pragma once

#include <cstdint>

#include "backend.hpp"
#include "clock.hpp"
#include "events.hpp"
#include "soon.hpp"
#include "word.hpp" // the backend's

namespace weft {

/// Waits while `goes_on(word)`. Returns false when the deadline has passed. Who waits sets the bit
/// `parked` in the word: who ends that unparks all. From there on, the word is not used any more.
template <class GoesOn>
bool park_while(std::uint32_t& word, std::uint32_t parked, backend::purpose why,
                deadline_t deadline, GoesOn goes_on) {
    if (!goes_on(backend::load(word)))
        return true;
    const told waiting(event::waits, event::stops_waiting, &word, why);
    if (comes_soon([&] { return !goes_on(backend::load(word)); }))
        return true;
    for (auto ended = backend::wait_end::woken;;) {
        const std::uint32_t seen = backend::load(word);
        if (!goes_on(seen))
            return true;
        if (ended == backend::wait_end::too_late)
            return false;
        if ((seen & parked) != 0 || backend::replace(word, seen, seen | parked))
            ended = backend::park(&word, seen | parked, deadline, why);
    }
}

} // namespace weft
