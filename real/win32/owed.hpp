// What is to be done when the running thread has ended.
#pragma once

#include "thread_end.hpp"

namespace weft::backend {

inline void begin_to_owe() {}

void owe(thread_end& last) noexcept;

} // namespace weft::backend
