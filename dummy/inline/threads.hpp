// Threads that run inside `start_new_thread`: one runs, and each of the others waits for the one
// that it started to end.
#pragma once

#include "thread_end.hpp"
#include "thread_record.hpp"

namespace weft::backend {

struct inline_thread {
    thread_record record;
    inline_thread* starter; ///< null: the main thread
    thread_end* owed = nullptr;
};

extern constinit inline_thread* current;

/// What a report says of libwefts that give each thread a stack.
extern const char* const advice;

} // namespace weft::backend
