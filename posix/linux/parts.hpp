// The pieces of memory that one call reads to, or writes from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <sys/uio.h>
#include <vector>

namespace weft::posix {

using parts = std::span<const iovec>;

inline std::size_t size_of(parts all) noexcept {
    std::size_t size = 0;
    for (const iovec& each : all)
        size += each.iov_len;
    return size;
}

/// What is left of them after so many bytes. Throws std::bad_alloc.
inline std::vector<iovec> rest_of(parts all, std::size_t done) {
    std::vector<iovec> rest;
    for (const iovec& each : all) {
        const std::size_t skipped = std::min(done, each.iov_len);
        done -= skipped;
        if (skipped < each.iov_len)
            rest.push_back({static_cast<char*>(each.iov_base) + skipped, each.iov_len - skipped});
    }
    return rest;
}

} // namespace weft::posix
