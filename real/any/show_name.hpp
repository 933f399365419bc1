// Where debuggers are told no names of threads.
#pragma once

#include "thread_record.hpp"

namespace weft::backend {

inline void show_name(const thread_record&) noexcept {}

} // namespace weft::backend
