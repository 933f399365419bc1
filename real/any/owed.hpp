// What is to be done when the running thread has ended.
#pragma once

#include "thread_end.hpp"

namespace weft::backend {

inline constinit thread_local thread_end* owed = nullptr;

/// Of the thread_local objects of a thread that weft started, the first, so that it is destroyed
/// last.
struct last_of_all {
    ~last_of_all() { end_all(owed); }
};

/// First in a thread.
inline void begin_to_owe() {
    static thread_local last_of_all last;
}

inline void owe(thread_end& last) {
    begin_to_owe();
    add_end(owed, last);
}

} // namespace weft::backend
