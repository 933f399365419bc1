// What a process says that does not end well.
#pragma once

#include <string>

#include "own_stderr.hpp"
#include "process.hpp"

namespace support {

/// Of one that does this.
template <class F>
std::string said_at_end(F mistake) {
    const auto ended = run_process([=](int output) {
        write_stderr_to(output);
        mistake();
    });
    return ended.ended_well() ? "it ended well" : ended.output;
}

} // namespace support
