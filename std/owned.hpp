// What only the thread that took it gives back.
#pragma once

#include "held_word.hpp"
#include "misuse.hpp"

namespace weft {

inline bool is_held_here(const held_word& held) {
    return without_waiters(backend::load(held.word)) == held.mine;
}

/// `what`, with this word, which held `before`, is unlocked by a thread that does not hold it.
[[noreturn]] inline void unlocked_by_another(const char* what, const std::uint32_t& word,
                                             std::uint32_t before) noexcept {
    misused("unlocks " + named(what, &word) +
            (before == 0 ? ", which is not locked" : ", which " + owner_name(before) + " holds"));
}

} // namespace weft
