// What the word of a lock is to real threads, whatever the operations on it are.
#pragma once

#include <cstdint>

namespace weft::backend {

/// Some microseconds' worth: about what it costs to park and be woken.
inline constexpr int spin_limit = 100;

/// What is free would be left idle until the thread that is woken runs.
inline constexpr bool keeps_turns = false;

inline std::uint32_t held_by_this_thread() {
    return 1;
}

/// What `owned_by_this_thread` is in this thread, or 0 where that is not known yet.
extern constinit thread_local std::uint32_t known_owned;
std::uint32_t learn_owned() noexcept;

inline std::uint32_t owned_by_this_thread() noexcept {
    const std::uint32_t known = known_owned;
    return known != 0 ? known : learn_owned();
}

} // namespace weft::backend
