// Waiting for children.
#include <cerrno>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "awaited.hpp"
#include "blocking.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(idtype_t, id_t, siginfo_t*, int)> c_waitid("waitid");
constinit c_library_function<pid_t(pid_t, int*, int, rusage*)> c_wait4("wait4");

/// Those of whom the kernel tells a parent.
struct children {
    idtype_t kind;
    id_t id;
    int events; ///< as `waitid` has them
};

/// Whether one of them has something to tell, or nothing is to be waited for: an error.
bool tell(const children& which) noexcept {
    siginfo_t found{};
    return c_waitid(which.kind, which.id, &found, which.events | WNOHANG | WNOWAIT) != 0 ||
           found.si_pid != 0;
}

/// Becomes ready when the child has ended, if it is one.
class end_of_child {
  public:
    explicit end_of_child(const children& which)
        : descriptor_(which.kind == P_PID && (which.events & WEXITED) != 0
                          ? static_cast<int>(::syscall(SYS_pidfd_open, which.id, 0))
                          : -1) {}
    ~end_of_child() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    end_of_child(const end_of_child&) = delete;
    end_of_child& operator=(const end_of_child&) = delete;

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

/// Until one of them has something to tell. Of those that are stopped, by a tracer even where that
/// was not asked for, nothing tells: so it is asked, too.
void wait_for_children(const children& which) {
    const end_of_child ended(which);
    pollfd polled{ended.descriptor(), POLLIN, 0};
    struct any : awaited {
        const children& which;
        any(pollfd& told, const children& given) : which(given) {
            descriptors = {&told, 1};
            has_come = [](awaited& own) noexcept { return tell(static_cast<any&>(own).which); };
        }
    } something(polled, which);
    wait_for(something, forever);
}

children children_of(pid_t given, int options) {
    constexpr int kinds = __WALL | static_cast<int>(__WCLONE) | __WNOTHREAD;
    const int events =
        WEXITED | ((options & WUNTRACED) != 0 ? WSTOPPED : 0) | (options & (WCONTINUED | kinds));
    if (given == -1)
        return {P_ALL, 0, events};
    return given > 0
               ? children{P_PID, static_cast<id_t>(given), events}
               : children{P_PGID, static_cast<id_t>(given == 0 ? ::getpgrp() : -given), events};
}

/// `asks` does not wait, and returns 0 where there is nothing to tell.
template <class Asks>
int wait_shared(const children& which, Asks asks) {
    for (;;) {
        const int found = asks();
        if (found != 0)
            return found;
        wait_for_children(which);
    }
}

} // namespace

extern "C" {

pid_t wait4(pid_t which, int* status, int options, rusage* used) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_wait4(which, status, options, used); },
        [&] {
            const auto asks = [&] { return c_wait4(which, status, options | WNOHANG, used); };
            return (options & WNOHANG) != 0 ? asks()
                                            : wait_shared(children_of(which, options), asks);
        });
}

pid_t wait3(int* status, int options, rusage* used) {
    return wait4(-1, status, options, used);
}

pid_t waitpid(pid_t which, int* status, int options) {
    return wait4(which, status, options, nullptr);
}

pid_t wait(int* status) {
    return wait4(-1, status, 0, nullptr);
}

int waitid(idtype_t kind, id_t id, siginfo_t* found, int options) {
    return blocking_call(
        interruptible::unless_restarted, [&] { return c_waitid(kind, id, found, options); },
        [&] {
            if ((options & WNOHANG) != 0)
                return c_waitid(kind, id, found, options);
            siginfo_t here{};
            siginfo_t& told = found == nullptr ? here : *found;
            const auto asks = [&] {
                told.si_pid = 0;
                const int failed = c_waitid(kind, id, &told, options | WNOHANG);
                return failed != 0 ? failed : told.si_pid;
            };
            const children which{kind, id, options & ~WNOWAIT};
            return wait_shared(which, asks) < 0 ? -1 : 0;
        });
}

} // extern "C"

} // namespace weft::posix
