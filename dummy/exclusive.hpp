// One OS thread: nobody else runs in a scope that does not wait.
#pragma once

#include "weft/lock.hpp"

namespace weft::backend {

struct exclusive {
    explicit exclusive(lock_type&) {}
};

} // namespace weft::backend
