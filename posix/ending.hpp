// How a thread of POSIX's ends.
#pragma once

#include "thread.hpp"

namespace weft::posix {

/// Calls the thread's function, until it returns, or `end_thread` is called; then the destructors
/// of its values.
void call_to_end(thread& which);

/// The main thread has ended: calls the destructors of its values. The process ends when the last
/// thread has.
[[noreturn]] void outlive_main();

// The system's, which unwind the stack.

void call_until_end(thread& which);
/// Ends the running thread.
[[noreturn]] void end_thread(thread& own, void* result);

} // namespace weft::posix
