#include "blocking.hpp"

#include <algorithm>
#include <fcntl.h>

#include "awaited.hpp"

namespace weft::posix {

constinit c_library_function<int(pollfd*, nfds_t, int)> c_poll("poll");

namespace {

constexpr deadline_t millisecond = 1'000'000;

} // namespace

bool wait_for_descriptors(std::span<pollfd> descriptors, deadline_t deadline) {
    awaited what{descriptors};
    return wait_for(what, deadline);
}

bool is_ready(int descriptor, short events) noexcept {
    pollfd polled{descriptor, events, 0};
    return poll_at_once(&polled, 1) != 0;
}

void wait_a_little(deadline_t deadline) {
    wait_for_descriptors({}, std::min(deadline, now() + millisecond));
}

bool readiness::wait(deadline_t deadline) {
    if (has_waited_ && poll_at_once(&polled_, 1) > 0) { // it was told so before, in vain
        wait_a_little(deadline);
        return now() < deadline;
    }
    has_waited_ = true;
    return wait_for_descriptors({&polled_, 1}, deadline);
}

bool is_nonblocking(int descriptor) noexcept {
    const int flags = ::fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) != 0;
}

} // namespace weft::posix
