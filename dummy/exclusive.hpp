// One OS thread: nobody else runs in a scope that does not wait.
#pragma once

#include "own_lock.hpp"

namespace weft::backend {

struct exclusive {
    explicit exclusive(own_lock&) {}
};

} // namespace weft::backend
