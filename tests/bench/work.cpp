// Compiled as it is, and with -fsanitize=thread.
#include "work.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

std::uint32_t WORK(std::uint32_t seed) {
    std::vector<std::uint32_t> numbers(1000);
    for (std::uint32_t& each : numbers)
        each = seed = seed * 1664525 + 1013904223;
    std::sort(numbers.begin(), numbers.end());
    std::uint32_t found = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        seed = seed * 1664525 + 1013904223;
        found += std::binary_search(numbers.begin(), numbers.end(), seed) ? 1 : 0;
    }
    return found;
}
