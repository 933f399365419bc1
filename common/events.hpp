// What threads do, for who watches them: a trace of the program, or the record of a run that fails.
#pragma once

#include <cstdint>

#include "thread_record.hpp"
#include "weft/detail/attributes.hpp"

namespace weft {

/// Of the running thread. The object is a lock's address, or null.
enum class event : std::uint8_t {
    begins,        ///< what its function does
    ends,          ///< that
    waits,         ///< for a lock
    stops_waiting, ///< for it, with the lock or without
    has_lock,      ///< from here on
    releases,      ///< a lock, which nobody else has taken yet
    sleeps,        ///< from here on
    wakes,         ///< from that
    yields,        ///< to other threads
    starts,        ///< another thread: `watcher::sees_start`
    at_point,      ///< where another thread may go on, while it is steered
};

class watcher {
  public:
    virtual void sees(event what, const void* object) noexcept = 0;
    /// The running thread is about to start this one. Throws std::bad_alloc.
    virtual void sees_start(const thread_record& started) = 0;

  protected:
    ~watcher() = default;
};

/// Null where nobody watches. Changes only while there is one thread.
WEFT_VISIBLE extern constinit watcher* watching;

/// From here on, this one watches, or null: nobody does. A watcher is told of all locks: the ones
/// in the program's code leave them to the library.
void watch(watcher* who) noexcept;

inline void tell(event what, const void* object) {
    if (watching != nullptr)
        watching->sees(what, object);
}

/// Tells of what begins, and that it ends where the scope does.
class told {
  public:
    told(event begin, event end, const void* object) : end_(end), object_(object) {
        tell(begin, object);
    }
    ~told() { tell(end_, object_); }
    told(const told&) = delete;
    told& operator=(const told&) = delete;

  private:
    const event end_;
    const void* const object_;
};

} // namespace weft
