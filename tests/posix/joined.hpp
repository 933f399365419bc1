// A thread that is no more.
#pragma once

#include <pthread.h>

#include "started.hpp"

namespace suite {

/// The id of one that was joined.
inline pthread_t joined() {
    auto nothing = []() -> void* { return nullptr; };
    started thread(nothing);
    thread.join();
    return thread.id;
}

} // namespace suite
