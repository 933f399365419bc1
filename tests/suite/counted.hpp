// A value that tells what is done with it.
#pragma once

#include <atomic>

namespace suite {

/// Counts its copies, moves, and the instances there are.
struct counted {
    static inline std::atomic<int> copies = 0;
    static inline std::atomic<int> moves = 0;
    static inline std::atomic<int> alive = 0;

    counted() { ++alive; }
    counted(const counted&) : counted() { ++copies; }
    counted(counted&&) noexcept : counted() { ++moves; }
    ~counted() { --alive; }
    counted& operator=(const counted&) = delete;

    static void count_anew() {
        copies = 0;
        moves = 0;
    }
};

} // namespace suite
