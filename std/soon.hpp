// Waiting a moment, for what other threads are about to do, before a thread parks.
#pragma once

#include "backend.hpp"
#include "word.hpp" // the backend's

namespace weft {

/// Whether `is_there()` becomes true meanwhile. Where nobody can go on meanwhile, does nothing.
template <class IsThere>
bool comes_soon(IsThere is_there) {
    for (int i = 0; i < backend::look_limit; ++i) {
        if (is_there())
            return true;
        backend::relax();
    }
    for (int i = 0; i < backend::yield_limit; ++i) {
        if (is_there())
            return true;
        backend::yield();
    }
    return false;
}

} // namespace weft
