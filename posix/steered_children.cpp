#include "steered_children.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "system_call.hpp"

namespace weft::posix {

namespace {

/// Above what programs count on.
constexpr int lowest_kept = 200;

[[noreturn]] void refuse(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

standard_files::standard_files() : begin_(lseek(STDIN_FILENO, 0, SEEK_CUR)) {
    const int none = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (none < 0)
        refuse("/dev/null");
    for (int each = 0; each != 3; ++each) {
        before_[each] = fcntl(each, F_DUPFD_CLOEXEC, lowest_kept);
        if (each != STDIN_FILENO || begin_ < 0)
            dup2(none, each);
    }
    close(none);
}

void standard_files::rewind() const {
    if (begin_ >= 0)
        lseek(STDIN_FILENO, begin_, SEEK_SET);
}

void standard_files::restore() const {
    for (const int each : {STDOUT_FILENO, STDERR_FILENO})
        dup2(before_[each], each);
}

void standard_files::print(const std::string& text) const {
    dprintf(before_[STDERR_FILENO], "%s", text.c_str());
}

pid_t begin_child() {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        refuse("fork");
    if (child == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
    }
    return child;
}

std::optional<int> wait_for_child(pid_t child, int seconds) {
    const long watched = call_system({SYS_pidfd_open, {child, 0}});
    if (watched < 0)
        refuse("pidfd_open");
    pollfd ended{static_cast<int>(watched), POLLIN, 0};
    const long in_time =
        call_system({SYS_poll, {reinterpret_cast<long>(&ended), 1, seconds * 1000L}});
    close(ended.fd);
    if (in_time <= 0)
        kill(child, SIGKILL);
    int status = 0;
    if (call_system({SYS_wait4, {child, reinterpret_cast<long>(&status)}}) != child)
        refuse("wait");
    kill(-child, SIGKILL);
    if (in_time <= 0)
        return std::nullopt;
    return status;
}

} // namespace weft::posix
