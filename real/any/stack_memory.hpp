// Whether there is memory for a thread's stack: who starts the thread finds out.
#pragma once

#include <pthread.h>

namespace weft::backend {

inline bool has_stack_memory(const pthread_attr_t&) {
    return true;
}

} // namespace weft::backend
