// What is sent, so much that it is not held.
#pragma once

#include <cstddef>
#include <vector>

namespace suite {

constexpr std::size_t more_than_held = 1 << 20;

/// Bytes of which each says where it belongs.
inline std::vector<char> numbered(std::size_t count) {
    std::vector<char> bytes(count);
    for (std::size_t i = 0; i < count; ++i)
        bytes[i] = static_cast<char>(i % 251);
    return bytes;
}

} // namespace suite
