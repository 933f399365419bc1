// The time for which processors have run the process.
#pragma once

#include <chrono>
#include <ctime>

namespace support {

inline std::chrono::duration<double> cpu_time() {
    return std::chrono::duration<double>(static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
}

} // namespace support
