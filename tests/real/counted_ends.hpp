// A thread_local object whose destructor takes its time, and is counted.
#pragma once

#include "../support.hpp"

namespace counted_ends {

inline int destroyed = 0;

struct counts_end {
    ~counts_end() {
        support::pause();
        ++destroyed;
    }
};

} // namespace counted_ends
