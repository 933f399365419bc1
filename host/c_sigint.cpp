// SIGINT by C's signal, where there is no more: the handler is called by `raise`.
#include <atomic>
#include <cerrno>
#include <csignal>

#include "host.hpp"

namespace weft::host {

namespace {

constinit std::atomic<void (*)()> redirected = nullptr;
constinit void (*before)(int) = nullptr;

/// C sets the default back before it calls a handler, or may.
void on_signal(int) {
    const int interrupted = errno;
    std::signal(SIGINT, on_signal);
    redirected.load()();
    errno = interrupted;
}

} // namespace

std::error_code redirect_sigint(void (*handler)()) {
    redirected = handler;
    before = std::signal(SIGINT, on_signal);
    if (before == SIG_ERR)
        return {errno, std::generic_category()};
    return {};
}

void restore_sigint() noexcept {
    std::signal(SIGINT, before);
}

} // namespace weft::host
