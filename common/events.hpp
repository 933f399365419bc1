// What threads do, for who watches them: a trace of the program, or the record of a run that fails.
#pragma once

#include <cstdint>

#include "purpose.hpp"
#include "thread_record.hpp"
#include "weft/detail/attributes.hpp"

namespace weft {

/// Of the running thread.
enum class event : std::uint8_t {
    begins, ///< what its function does
    ends,   ///< that
    // These have a word, and a purpose that says what it is the word of:
    waits,         ///< for it
    stops_waiting, ///< for it, with it or without
    has_lock,      ///< or what else it is, from here on
    releases,      ///< it, and nobody else has taken it yet
    // These have not:
    sleeps,   ///< from here on
    wakes,    ///< from that
    yields,   ///< to other threads
    starts,   ///< another thread: `watcher::sees_start`
    at_point, ///< where another thread may go on, while it is steered
};

class watcher {
  public:
    /// The word is to be looked at in an `event::waits` only: in others, it may be gone.
    virtual void sees(event what, const std::uint32_t* word, backend::purpose why) noexcept = 0;
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

inline void tell(event what, const std::uint32_t* word, backend::purpose why) {
    if (watching != nullptr) [[unlikely]] // compilers expect pointers not to be null
        watching->sees(what, word, why);
}

inline void tell(event what) {
    tell(what, nullptr, backend::purpose::sleep);
}

/// Tells of what begins, and that it ends where the scope does.
class told {
  public:
    told(event begin, event end, const std::uint32_t* word, backend::purpose why)
        : end_(end), word_(word), why_(why) {
        tell(begin, word, why);
    }
    told(event begin, event end) : told(begin, end, nullptr, backend::purpose::sleep) {}
    ~told() { tell(end_, word_, why_); }
    told(const told&) = delete;
    told& operator=(const told&) = delete;

  private:
    const event end_;
    const std::uint32_t* const word_;
    const backend::purpose why_;
};

} // namespace weft
