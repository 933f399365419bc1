// How a thread of POSIX's ends.
#pragma once

#include "thread.hpp"

namespace weft::posix {

/// Calls the thread's function, until it returns, or `pthread_exit` is called; then the destructors
/// of its values.
void call_to_end(thread& which);

} // namespace weft::posix
