// Which threads are the main one. With -sPROXY_TO_PTHREAD they are two: the runtime's, which runs
// the initialisers and then only serves the others, and the one that it starts for main.
#pragma once

#include <cstdint>
#include <emscripten/stack.h>
#include <emscripten/threading.h>
#include <pthread.h>

#include "thread_record.hpp"
#include "word.hpp" // the C library's, or the compiler's

/// What starts the thread for main; null without -sPROXY_TO_PTHREAD.
extern "C" [[gnu::weak]] int emscripten_proxy_main(int, char**);

namespace weft::backend {

/// The size of the stack of main's own thread until that has its ident, else 0.
inline constinit std::uint32_t awaited_stack_size = 0;

/// Main's own thread has nothing else to be known by: nobody joins it, and its stack is as large as
/// the runtime's, which is not the default of other threads.
inline ident_t kept_ident() {
    pthread_attr_t own;
    int detached = 0;
    std::size_t stack_size = 0;
    pthread_getattr_np(pthread_self(), &own);
    pthread_attr_getdetachstate(&own, &detached);
    pthread_attr_getstacksize(&own, &stack_size);
    pthread_attr_destroy(&own);
    const bool is_main = stack_size != 0 && detached == PTHREAD_CREATE_DETACHED &&
                         replace(awaited_stack_size, stack_size, 0);
    return is_main ? main_ident : 0;
}

inline void keep_ident(ident_t) {
    if (emscripten_proxy_main != nullptr && emscripten_is_main_runtime_thread() != 0)
        awaited_stack_size = emscripten_stack_get_base() - emscripten_stack_get_end();
}

} // namespace weft::backend
