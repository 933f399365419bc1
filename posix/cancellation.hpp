// Ending a thread from outside, where it lets that be done.
#pragma once

namespace weft::posix {

struct thread;

struct cancellation {
    bool is_asked = false;
    bool is_disabled = false;
    bool is_asynchronous = false;
    bool is_at_point = false; ///< it waits in a function that is a cancellation point
    bool is_over = false;     ///< the thread ends
};

/// In the running thread: ends it where that is asked, and it lets it be done here.
void take_cancellation();

/// For a scope within `answer_of`, which is a cancellation point from its beginning on, in each
/// wait.
class cancellation_point {
  public:
    cancellation_point();
    ~cancellation_point();
    cancellation_point(const cancellation_point&) = delete;
    cancellation_point& operator=(const cancellation_point&) = delete;

  private:
    thread& own_;
    bool was_at_point_; ///< in a wait that a signal handler runs in the midst of
};

/// For a scope, in which no wait ends the thread.
class uncancelled {
  public:
    uncancelled();
    ~uncancelled();
    uncancelled(const uncancelled&) = delete;
    uncancelled& operator=(const uncancelled&) = delete;

  private:
    thread& own_;
    bool was_disabled_;
};

} // namespace weft::posix
