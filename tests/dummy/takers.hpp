// Threads that take a lock and end, each by another kind of acquire.
#pragma once

#include <chrono>

#include <weft/thread.hpp>

namespace suite {

inline void taker(weft::lock_type& lock) {
    lock.acquire();
}

inline void trying_taker(weft::lock_type& lock) {
    static_cast<void>(lock.acquire(false));
}

inline void timed_taker(weft::lock_type& lock) {
    static_cast<void>(lock.try_lock_for(std::chrono::milliseconds(1)));
}

} // namespace suite
