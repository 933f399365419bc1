// Numbers that look random, the same on every platform.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace weft {

/// SplitMix64 (Steele, Lea and Flood, 2014).
class random_numbers {
  public:
    explicit random_numbers(std::uint64_t seed = 0) : state_(seed) {}

    std::uint64_t next() { return std::exchange(next_, drawn()); }

    /// Less than `bound`. REQUIRES: 0 < bound < 2^32
    std::size_t below(std::size_t bound) {
        return static_cast<std::size_t>(((next() >> 32) * bound) >> 32);
    }

  private:
    std::uint64_t drawn() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
    /// Known before it is asked for: a processor that has guessed what is chosen by it learns at
    /// once whether it was wrong.
    std::uint64_t next_ = drawn();
};

} // namespace weft
