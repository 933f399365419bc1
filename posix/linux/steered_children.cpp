#include "steered_children.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "c_library.hpp"
#include "clock.hpp"
#include "high_descriptor.hpp"
#include "system_call.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(int, const struct sigaction*, struct sigaction*)>
    c_sigaction("sigaction");
constinit c_library_function<int(int, const sigset_t*, sigset_t*)> c_sigprocmask("sigprocmask");

[[noreturn]] void refuse(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

} // namespace

standard_files::standard_files() : begin_(lseek(STDIN_FILENO, 0, SEEK_CUR)) {
    const int none = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (none < 0)
        refuse("/dev/null");
    for (int each = 0; each != 3; ++each) {
        before_[each] = duplicate_high(each);
        if (before_[each] < 0 && errno != EBADF)
            refuse("no descriptor to print by");
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

steered_children::steered_children() {
    constexpr int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    sigemptyset(&awaited_);
    for (const int each : ending) {
        struct sigaction how {};
        c_sigaction(each, nullptr, &how);
        if (how.sa_handler == SIG_DFL)
            sigaddset(&awaited_, each);
    }
    sigaddset(&awaited_, SIGCHLD);
    c_sigprocmask(SIG_BLOCK, &awaited_, &mask_before_);
    for (const int each : ending) {
        if (sigismember(&mask_before_, each) == 1)
            sigdelset(&awaited_, each);
    }
    struct sigaction heard {}; // else nobody could wait for a child
    c_sigaction(SIGCHLD, &heard, &action_before_);
}

pid_t steered_children::begin() const {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        refuse("fork");
    if (child == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        if (action_before_.sa_handler != SIG_DFL)
            c_sigaction(SIGCHLD, &action_before_, nullptr);
        c_sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    }
    return child;
}

std::optional<int> steered_children::wait(pid_t child, std::int64_t seconds) const {
    const deadline_t until = deadline_in(seconds * 1'000'000'000, now());
    int status = 0;
    const auto has_ended = [&](int how) {
        const long ended = call_system({SYS_wait4, {child, reinterpret_cast<long>(&status), how}});
        if (ended < 0 && errno != EINTR)
            refuse("wait");
        return ended == child;
    };
    const auto end = [&] {
        kill(child, SIGKILL);
        while (!has_ended(0)) {
        }
        kill(-child, SIGKILL);
    };
    do {
        const std::int64_t left = std::max<std::int64_t>(until - now(), 0);
        const timespec most{left / 1'000'000'000, left % 1'000'000'000};
        const long signal = call_system({SYS_rt_sigtimedwait,
                                         {reinterpret_cast<long>(&awaited_), 0,
                                          reinterpret_cast<long>(&most), sizeof(std::uint64_t)}});
        if (signal > 0 && signal != SIGCHLD) {
            end();
            throw interrupted{static_cast<int>(signal)};
        }
        if (signal < 0 && errno == EAGAIN) {
            end();
            return std::nullopt;
        }
    } while (!has_ended(WNOHANG));
    kill(-child, SIGKILL);
    return status;
}

void end_by(int signal) {
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    call_system({SYS_kill, {getpid(), signal}});
    c_sigprocmask(SIG_UNBLOCK, &only, nullptr);
    _exit(128 + signal);
}

} // namespace weft::posix
