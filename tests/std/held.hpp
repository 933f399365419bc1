// Whether other threads could have a mutex.
#pragma once

#include <weft/std/mutex.hpp>

#include "../support.hpp"

namespace support {

/// Whether a thread has it that is not this one's. Looked at by another thread.
template <class Mutex>
bool is_held(Mutex& mutex) {
    bool taken = false;
    run([&] {
        taken = mutex.try_lock();
        if (taken)
            mutex.unlock();
    });
    return !taken;
}

/// Whether somebody has it alone.
template <class Mutex>
bool is_held_alone(Mutex& mutex) {
    bool taken = false;
    run([&] {
        taken = mutex.try_lock_shared();
        if (taken)
            mutex.unlock_shared();
    });
    return !taken;
}

} // namespace support
