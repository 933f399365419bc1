// What the process is told of its threads.
#pragma once

#include <sys/single_threaded.h>

namespace weft::posix {

/// Before there are several: who spares the work of several threads would not tell another.
inline void expect_threads() noexcept {
    __libc_single_threaded = 0;
}

} // namespace weft::posix
