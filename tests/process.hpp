// Programs that a test runs as processes of their own.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace support {

/// Runs `program` as a process of its own, then `exit(0)`, which is what main's return does.
/// Returns what it wrote to the file descriptor that it got, or "did not end well".
template <class F>
std::string output_of_process(F program) {
    int ends[2];
    if (::pipe(ends) != 0)
        return "no pipe";
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGALRM, SIG_DFL);
        ::alarm(30);
        ::close(ends[0]);
        program(ends[1]);
        std::exit(0);
    }
    ::close(ends[1]);
    std::string output;
    char block[256];
    for (ssize_t size = 0; (size = ::read(ends[0], block, sizeof block)) > 0;)
        output.append(block, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? output : "did not end well";
}

inline void write_to(int file, const std::string& text) {
    if (::write(file, text.data(), text.size()) < 0)
        std::abort();
}

} // namespace support
