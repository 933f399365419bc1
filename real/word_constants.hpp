// What the word of a lock is to real threads, whatever the operations on it are.
#pragma once

#include <cstdint>

#include "owned.hpp" // the system's

namespace weft::backend {

/// Some microseconds' worth: about what it costs to park and be woken.
inline constexpr int spin_limit = 100;

/// Who is to change the word may wait for this processor: threads that let each other go on in turn
/// took half the time so, of what they took by looking only.
inline constexpr int look_limit = 12;
inline constexpr int yield_limit = 4;

/// What is free would be left idle until the thread that is woken runs.
inline constexpr bool keeps_turns = false;

inline std::uint32_t held_by_this_thread() {
    return 1;
}

} // namespace weft::backend
