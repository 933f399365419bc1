// Programs that a test runs as processes of their own. Not from one that has started threads: a
// child of fork has none of them, and ThreadSanitizer knows nothing of that.
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "../../support.hpp"

namespace support {

inline void write_to(int file, const std::string& text) {
    if (::write(file, text.data(), text.size()) < 0)
        std::abort();
}

inline std::string all_from(int file) {
    std::string text;
    char block[256];
    for (ssize_t size = 0; (size = ::read(file, block, sizeof block)) > 0;)
        text.append(block, static_cast<std::size_t>(size));
    return text;
}

struct ended_process {
    std::string output;
    int status; // as waitpid tells it

    [[nodiscard]] bool ended_well() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }
};

/// Runs `program(output)` as a process of its own, then `exit(0)`, which is what main's return
/// does.
template <class F>
ended_process run_process(F program) {
    int ends[2];
    if (::pipe(ends) != 0)
        give_up("no pipe\n");
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGALRM})
            std::signal(number, SIG_DFL);
        ::alarm(300);
        const rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        ::close(ends[0]);
        program(ends[1]);
        std::exit(0);
    }
    ::close(ends[1]);
    ended_process ended{all_from(ends[0]), 0};
    ::close(ends[0]);
    ::waitpid(child, &ended.status, 0);
    return ended;
}

} // namespace support
