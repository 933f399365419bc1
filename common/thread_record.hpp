// What weft knows of a thread.
#pragma once

#include "local_values.hpp"
#include "weft/thread.hpp"

namespace weft {

namespace host {
struct stack_trace;
}

/// The ident of the thread that runs `main`.
inline constexpr ident_t main_ident = 1;

/// That of the main thread: `main_ident`, but in a child of `fork` that of who called it.
extern constinit ident_t main_thread_ident;

struct thread_record {
    ident_t ident;
    detail::started_function started{};
    bool is_counted = false; ///< by `count()`
    /// Where the frames of an exception go that the thread's function does not handle, while it
    /// runs.
    host::stack_trace* unhandled = nullptr;
    /// Its values of variables of which each thread has its own.
    detail::local_values* locals = &detail::no_values;
};

} // namespace weft
