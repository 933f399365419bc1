// Where nothing can be thrown, each thread's function returns.
#pragma once

#include "thread_record.hpp"

namespace weft {

inline void run_task(detail::task& work, thread_record&, bool) {
    work.run();
}

} // namespace weft
