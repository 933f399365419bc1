// What a process of its own writes to stderr.
#pragma once

#include <cstdlib>

#include <unistd.h>

namespace support {

/// Has this process write it to the file instead, from here on.
inline void write_stderr_to(int file) {
    if (::dup2(file, 2) < 0)
        std::abort();
}

} // namespace support
