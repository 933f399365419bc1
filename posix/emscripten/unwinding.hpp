// Ending a thread from inside: handlers of C's are called, the newest first, and then destructors,
// by an exception of C++'s, as nothing else unwinds a stack here.
#pragma once

#include <pthread.h>

namespace weft::posix {

/// What that takes.
struct unwinding {
    __ptcb* handlers = nullptr; ///< of C's, the newest first
};

/// Thrown through the stack of a thread that ends. The C++ runtime destroys it where it is caught,
/// and not thrown on.
class thread_end {
  public:
    thread_end() = default;
    thread_end(const thread_end&) = delete;
    thread_end& operator=(const thread_end&) = delete;
    ~thread_end();
    void arrive() noexcept { has_arrived_ = true; }

  private:
    bool has_arrived_ = false;
};

/// Calls those of the running thread, which ends. In the main thread, nothing comes after them.
void call_handlers();

/// What `does` returns, in a function of POSIX's. Where the thread ends in it at a cancellation
/// point, weft's own frames go before the handlers are called, and so a condition has its mutex.
template <class Does>
auto with_handlers(Does does) {
    try {
        return does();
    } catch (const thread_end&) {
        call_handlers();
        throw;
    }
}

} // namespace weft::posix
