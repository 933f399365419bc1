// The running thread's record, in the thread's own storage.
#pragma once

#include "thread_record.hpp"

namespace weft::backend {

inline thread_record& own_record() noexcept {
    static constinit thread_local thread_record record{.ident = 0};
    return record;
}

} // namespace weft::backend
