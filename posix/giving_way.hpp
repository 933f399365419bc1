// Functions that never wait are called in loops until another thread has done something: now and
// then, they let it.
#pragma once

namespace weft::posix {

/// How often they are called before they do.
inline constexpr unsigned tries_at_once = 32;     ///< of what posts, signals, or tries
inline constexpr unsigned unlocks_at_once = 1024; ///< of what locks and unlocks

/// Lets others run, and does what the thread was interrupted for.
void give_way();

inline void give_way_at_times(unsigned at_once) {
    static constinit unsigned calls = 0;
    if (++calls % at_once == 0) [[unlikely]]
        give_way();
}

} // namespace weft::posix
