// Descriptors of the library's own.
#pragma once

#include <algorithm>
#include <fcntl.h>
#include <sys/resource.h>

namespace weft::posix {

/// Above what programs count on, as far as the limit lets it be; closed by exec. Returns -1, with
/// errno, where there is none.
inline int duplicate_high(int descriptor) noexcept {
    constexpr rlim_t wanted = 200;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    for (rlim_t lowest = std::min(wanted, limit.rlim_cur);; lowest /= 2) {
        const int made = fcntl(descriptor, F_DUPFD_CLOEXEC, lowest);
        if (made >= 0 || lowest == 0)
            return made;
    }
}

} // namespace weft::posix
