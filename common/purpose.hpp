// What a wait is for.
#pragma once

#include <cstdint>

namespace weft::backend {

/// Reports say it; the scheduler does not care. The word is that of the object which is named.
enum class purpose : std::uint8_t {
    sleep, ///< for time to pass, or for an interrupt
    // Whose word says who holds it, as a lock's does:
    lock,
    mutex,
    end_of_thread, ///< held by the thread until it has ended
    initialiser,   ///< of a static object: held by the thread that runs it
    once,          ///< likewise, of `call_once`
    shared_mutex,  ///< its gate, held by who is the next to have it
    // Whose word does not:
    shared_mutex_free, ///< for those to go that have the shared mutex: `shared_word.hpp`
    condition,
    semaphore,
    latch,
    barrier,
    future,
    callback, ///< for a stop callback to return, which another thread runs
    leaving,  ///< for those who wait on a condition to leave it
    futex,    ///< to be woken by a call of the system that the program makes itself
    outside,  ///< for what comes from outside of the program: a descriptor, a child, a signal
};

/// Whether the word says who holds it: as `held_word` has it, on backends whose locks do.
constexpr bool says_holder(purpose why) {
    return why >= purpose::lock && why <= purpose::shared_mutex;
}

} // namespace weft::backend
