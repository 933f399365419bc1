// Threads that run inside `start_new_thread`: one runs, and each of the others waits for the one
// that it started to end.
#pragma once

#include "thread_record.hpp"

namespace weft::backend {

struct inline_thread {
    thread_record& record;
    const inline_thread* starter; ///< null: the main thread
};

const inline_thread& running() noexcept;

} // namespace weft::backend
