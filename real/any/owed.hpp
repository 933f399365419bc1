// What is to be done when the running thread has ended.
#pragma once

#include "thread_end.hpp"

namespace weft::backend {

inline constinit thread_local thread_end* owed = nullptr;

inline void owe(thread_end& last) {
    add_end(owed, last);
}

inline void end_owed() noexcept {
    end_all(owed);
}

} // namespace weft::backend
