// SIGINT by POSIX's sigaction.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <memory>
#include <new>

#include "host.hpp"

namespace weft::host {

struct sigint_state {
    struct sigaction action;
};

namespace {

constinit std::atomic<void (*)()> redirected = nullptr;

void on_signal(int) {
    const int interrupted = errno;
    redirected.load()();
    errno = interrupted;
}

} // namespace

std::error_code redirect_sigint(void (*handler)(), sigint_state*& before) {
    std::unique_ptr<sigint_state> kept(new (std::nothrow) sigint_state);
    if (kept == nullptr)
        return std::make_error_code(std::errc::not_enough_memory);
    redirected = handler;
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, &kept->action) != 0)
        return {errno, std::generic_category()};
    before = kept.release();
    return {};
}

void restore_sigint(sigint_state* before) noexcept {
    sigaction(SIGINT, &before->action, nullptr);
    delete before;
}

} // namespace weft::host
