// What a process of its own writes to stderr.
#pragma once

#include <cstdio>
#include <cstdlib>

#include <io.h>

namespace support {

/// Has this process write it to the file instead, from here on.
inline void write_stderr_to(int file) {
    if (::_dup2(file, ::_fileno(stderr)) != 0)
        std::abort();
    std::setvbuf(stderr, nullptr, _IONBF, 0);
}

} // namespace support
