// What POSIX knows of a thread.
#pragma once

#include <cstddef>
#include <memory>
#include <pthread.h>

#include "attributes.hpp"
#include "cancellation.hpp"
#include "signals.hpp"   // the system's
#include "unwinding.hpp" // the system's

namespace weft::detail {
struct thread_state;
}
namespace weft::backend {
struct stack_thread;
}

namespace weft::posix {

/// By their keys; null, where there is no more. Not a vector, which not every library has constant
/// for the main thread.
struct key_values {
    std::unique_ptr<const void*[]> all;
    std::size_t size = 0;
};

struct thread {
    void* (*function)(void*) =
        nullptr; ///< null: the main thread, or one that weft's own `start` made
    void* argument = nullptr;
    void* result = nullptr;
    detail::thread_state* state = nullptr; ///< null: nobody has asked for the main thread's
    bool is_awaited = false;               ///< by a thread that joins it
    bool has_ended = false;                ///< its function, and all that `pthread_exit` does
    thread_attributes had; ///< with where its stack is, and of what size, once it runs
    key_values values;
    char name[16] = "";
    unwinding exits;
    cancellation cancelled;
    signal_state signals;
    backend::stack_thread* runs_as = nullptr; ///< while it runs
};

/// The running one. Throws std::bad_alloc, in a thread that was not made by `pthread_create`.
thread& self();

/// Null where no thread has this id, or none any more.
thread* find(pthread_t id) noexcept;

inline pthread_t id_of(const thread& which) noexcept {
    return reinterpret_cast<pthread_t>(&which);
}

/// Calls the destructors of the running thread's values, in rounds. Other values stay.
void destroy_values(thread& which) noexcept;

/// Its function has ended, and all that `pthread_exit` does.
void tell_end(thread& ended) noexcept;

/// Until all that were made by `pthread_create` have ended, where the running one is none of them.
void wait_for_all();

/// No thread has a value for the key.
void forget_values(pthread_key_t key) noexcept;

} // namespace weft::posix
