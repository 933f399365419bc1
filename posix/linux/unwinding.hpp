// Ending a thread from inside, by unwinding its stack: handlers of C's are called, and destructors.
#pragma once

#include <csetjmp>
#include <pthread.h>
#include <unwind.h>

namespace weft::posix {

/// What that takes.
struct unwinding {
    _Unwind_Exception exception{};
    __pthread_unwind_buf_t* handlers = nullptr; ///< of C's, the newest first
    _pthread_cleanup_buffer* buffers = nullptr; ///< the same, of old binaries
    /// A frame of who called the thread's function, and where that goes on then. Null in the main
    /// thread, whose first frames are the system's.
    const void* from = nullptr;
    std::jmp_buf end{};
};

/// What `does` returns, in a function of POSIX's. Where the thread ends in it, the unwinder calls
/// the handlers of C's.
template <class Does>
auto with_handlers(Does does) {
    return does();
}

} // namespace weft::posix
