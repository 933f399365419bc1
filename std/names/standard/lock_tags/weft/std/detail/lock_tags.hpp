// How a guard takes a mutex ([thread.lock.general]): the standard's tags, which this platform has.
#pragma once

#include <mutex>

namespace weft {

using std::adopt_lock;
using std::adopt_lock_t;
using std::defer_lock;
using std::defer_lock_t;
using std::try_to_lock;
using std::try_to_lock_t;

} // namespace weft
