// Children of fork, in a process that may have started threads.
#pragma once

#include <cerrno>
#include <string>

#include "process.hpp"

namespace support {

/// Forks, and runs `program` in the child, which ends with what that returns. Writes that, where it
/// is not 0.
template <class F>
void check_child(int output, F program) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(300); // ends it where it hangs
        ::_exit(program());
    }
    int status = 0;
    while (::waitpid(child, &status, 0) != child && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
        write_to(output, "signal " + std::to_string(WTERMSIG(status)) + "; ");
    else if (WEXITSTATUS(status) != 0)
        write_to(output, "wrong: " + std::to_string(WEXITSTATUS(status)) + "; ");
}

/// Runs `program(output)` as a process, and returns what it wrote.
template <class F>
std::string output_of(F program) {
    const auto ended = run_process([=](int output) {
        ::alarm(1200);
        program(output);
    });
    return ended.output + (ended.ended_well() ? "" : "the process itself failed");
}

} // namespace support
