// What a thread is about to do at a point where, while a program is steered, another may go first.
#pragma once

#include <cstdint>

namespace weft {

enum class operation : std::uint8_t {
    begin,     ///< what its function does first
    start,     ///< to go on after it has started another
    acquire,   ///< a lock; with a deadline, or without waiting, too
    release,   ///< a lock
    released,  ///< to go on after that
    sleep,     ///< to go on when its time has come, or it was interrupted
    yield,     ///< to go on after it let others run
    count,     ///< to ask how many threads have not ended
    interrupt, ///< the main thread
    read,      ///< memory
    write,     ///< memory
    range,     ///< memory, of more than eight bytes
    fence,     ///< of memory
    end,       ///< the body of an exploration, and with it all other threads
};

/// Whether a loop of it may be all that a thread does until another one has done something.
constexpr bool polls(operation what) {
    return what == operation::sleep || what == operation::yield || what == operation::count;
}

/// Whether it is one of a file that is compiled with -fsanitize=thread.
constexpr bool is_access(operation what) {
    return what == operation::read || what == operation::write || what == operation::range ||
           what == operation::fence;
}

} // namespace weft
