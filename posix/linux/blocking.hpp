// What calls that block have in common: they are tried without waiting, and others run until that
// may succeed.
#pragma once

#include <cerrno>
#include <poll.h>
#include <span>
#include <sys/single_threaded.h>

#include "boundary.hpp"
#include "c_library.hpp"
#include "cancellation.hpp"
#include "clock.hpp"
#include "giving_way.hpp"
#include "scheduler.hpp"
#include "signals.hpp"
#include "steering.hpp"

namespace weft::posix {

extern c_library_function<int(pollfd*, nfds_t, int)> c_poll;

/// Whether nothing here changes while a call waits: nobody else can run, and time is the system's.
inline bool is_alone() noexcept {
    return backend::is_last() && !backend::time_is_virtual();
}

/// `plain`, the C library's, where nothing here changes meanwhile; else `shared`, which lets others
/// run, and what it throws is told by errno.
template <class Plain, class Shared>
auto blocking_call(interruptible when, Plain plain, Shared shared) {
    if (__libc_single_threaded != 0 && is_alone())
        return plain();
    return result_by_errno([&] {
        const cancellation_point here;
        if (is_alone())
            return plain();
        const interruptible_wait by_handlers(when);
        give_way_at_times(tries_at_once); // as a loop of calls that need not wait
        return shared();
    });
}

/// `wait_for` of these.
bool wait_for_descriptors(std::span<pollfd> descriptors, deadline_t deadline);

/// What `asks` returns, which does not wait: the kernel ends it all the same by EINTR where a
/// signal has come, which may be one of weft's own.
template <class Asks>
int ask_at_once(Asks asks) {
    int answer = 0;
    do
        answer = asks();
    while (answer < 0 && errno == EINTR);
    return answer;
}

/// `poll`, without waiting.
inline int poll_at_once(pollfd* descriptors, nfds_t count) {
    return ask_at_once([=] { return c_poll(descriptors, count, 0); });
}

/// Whether `poll` would not wait.
bool is_ready(int descriptor, short events) noexcept;

/// Waits for as long as calls that are tried again and again may take to succeed.
void wait_a_little(deadline_t deadline);

/// Waits for one descriptor, for a call that is tried again after each wait.
class readiness {
  public:
    readiness(int descriptor, short events) noexcept : polled_{descriptor, events, 0} {}

    /// False where the deadline has passed.
    bool wait(deadline_t deadline);

  private:
    pollfd polled_;
    bool has_waited_ = false;
};

inline bool would_block() noexcept {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

/// What `tries` returns, which does not wait, when it is not that it would have to; else -1, and
/// EAGAIN, when the deadline has passed.
template <class Tries>
auto when_ready(int descriptor, short events, deadline_t deadline, Tries tries) {
    readiness ready(descriptor, events);
    decltype(tries()) result = -1;
    do {
        if (!ready.wait(deadline))
            return static_cast<decltype(result)>(refused_with(EAGAIN));
        result = tries();
    } while (result < 0 && would_block());
    return result;
}

/// Whether the program has asked that calls do not wait.
bool is_nonblocking(int descriptor) noexcept;

} // namespace weft::posix
