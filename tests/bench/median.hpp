#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

/// Of an odd number of them.
inline double median(std::vector<double> all) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}
