// What a child does, and how it ends.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

namespace suite {

/// The exit status of a child that does this.
template <class F>
int status_of_child(F does) {
    const pid_t child = fork();
    if (child == 0)
        _exit(does());
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace suite
