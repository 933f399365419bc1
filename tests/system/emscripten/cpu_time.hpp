// The time for which processors have run the process, as node tells it: std::clock() shows all
// time.
#pragma once

#include <chrono>

#include <emscripten/emscripten.h>

namespace support {

inline std::chrono::duration<double> cpu_time() {
    return std::chrono::duration<double, std::micro>(EM_ASM_DOUBLE({
        const used = process.cpuUsage();
        return used.user + used.system;
    }));
}

} // namespace support
