// SIGINT by POSIX's sigaction.
#include <atomic>
#include <cerrno>
#include <csignal>

#include "host.hpp"

namespace weft::host {

namespace {

constinit std::atomic<void (*)()> redirected = nullptr;
constinit struct sigaction before {};

void on_signal(int) {
    const int interrupted = errno;
    redirected.load()();
    errno = interrupted;
}

} // namespace

std::error_code redirect_sigint(void (*handler)()) {
    redirected = handler;
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, &before) != 0)
        return {errno, std::generic_category()};
    return {};
}

void restore_sigint() noexcept {
    sigaction(SIGINT, &before, nullptr);
}

} // namespace weft::host
