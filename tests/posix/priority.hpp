// Priorities. C libraries have other things beside them, and in an order of their own.
#pragma once

#include <sched.h>

namespace suite {

inline sched_param priority_of(int value) noexcept {
    sched_param made{};
    made.sched_priority = value;
    return made;
}

} // namespace suite
