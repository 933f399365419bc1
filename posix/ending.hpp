// How a thread of POSIX's ends.
#pragma once

#include "thread.hpp"

namespace weft::posix {

/// Calls the thread's function, until it returns, or `pthread_exit` is called; then the destructors
/// of its values.
void call_to_end(thread& which);

/// Ends the running thread, by unwinding its stack.
[[noreturn]] void end_thread(thread& own, void* result);

} // namespace weft::posix
