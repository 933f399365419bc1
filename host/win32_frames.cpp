// The frames of the running function, by Win32.
#include <algorithm>
#include <array>
#include <windows.h>

#include "host.hpp"

namespace weft::host {

stack_trace running_frames() {
    std::array<void*, stack_trace::capacity> found{};
    stack_trace trace;
    trace.size = CaptureStackBackTrace(0, found.size(), found.data(), nullptr);
    // A return address is behind the call, which may be another line, or another function.
    std::transform(found.begin(), found.begin() + trace.size, trace.frames,
                   [](void* behind) { return reinterpret_cast<std::uintptr_t>(behind) - 1; });
    return trace;
}

} // namespace weft::host
