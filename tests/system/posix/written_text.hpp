// What has been written to a file, which stays where it is.
#pragma once

#include <string>

#include <unistd.h>

namespace support {

inline std::string written_text(int file) {
    std::string all;
    char block[4096];
    for (;;) {
        const auto size = ::pread(file, block, sizeof block, static_cast<off_t>(all.size()));
        if (size <= 0)
            return all;
        all.append(block, static_cast<std::size_t>(size));
    }
}

} // namespace support
