// The time for which processors have run the process. Not std::clock, which tells all time here.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

#include <windows.h>

namespace support {

inline std::chrono::duration<double> cpu_time() {
    FILETIME begin{};
    FILETIME end{};
    FILETIME system{};
    FILETIME own{};
    GetProcessTimes(GetCurrentProcess(), &begin, &end, &system, &own);
    using ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
    const auto of = [](const FILETIME& time) {
        return ticks(static_cast<std::int64_t>(time.dwHighDateTime) << 32 | time.dwLowDateTime);
    };
    return of(system) + of(own);
}

} // namespace support
