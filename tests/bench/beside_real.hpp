// Runs a finished program on real threads and by weft-run, in turns, so that a machine that slows
// down meanwhile slows both; and both on one core.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace beside_real {

[[noreturn]] inline void give_up(const char* what) {
    std::perror(what);
    std::exit(1);
}

/// Of the process, and of all that it starts.
inline void stay_on_one_core() {
    cpu_set_t all;
    if (sched_getaffinity(0, sizeof all, &all) != 0)
        give_up("sched_getaffinity");
    int last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &all))
        --last;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0)
        give_up("sched_setaffinity");
}

/// The CPU time of the program in seconds; it writes to `output`.
inline double run(const std::vector<std::string>& command, int output) {
    std::vector<char*> arguments;
    for (const std::string& each : command)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child < 0)
        give_up("fork");
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execv(arguments[0], arguments.data());
        std::perror(arguments[0]);
        _exit(127);
    }
    int status = 0;
    rusage used{};
    if (wait4(child, &status, 0, &used) != child)
        give_up("wait4");
    if (status != 0) {
        std::fprintf(stderr, "%s ended with status %#x\n", command.back().c_str(),
                     static_cast<unsigned>(status));
        std::exit(1);
    }
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// An odd number of runs of each kind. `measured(is_real, command)` runs the command once.
template <class Measured>
void interleave(const std::string& weft_run, const std::vector<std::string>& program, int runs,
                Measured measured) {
    stay_on_one_core();
    std::vector<std::string> on_one = program;
    on_one.insert(on_one.begin(), weft_run);
    for (int i = 0; i < runs; ++i) {
        measured(true, program);
        measured(false, on_one);
    }
}

} // namespace beside_real
