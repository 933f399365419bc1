// SIGINT by C's signal, where there is no more: the handler is called by `raise`.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <memory>
#include <new>

#include "host.hpp"

namespace weft::host {

struct sigint_state {
    void (*handler)(int);
};

namespace {

constinit std::atomic<void (*)()> redirected = nullptr;

/// C sets the default back before it calls a handler, or may.
void on_signal(int) {
    const int interrupted = errno;
    std::signal(SIGINT, on_signal);
    redirected.load()();
    errno = interrupted;
}

} // namespace

std::error_code redirect_sigint(void (*handler)(), sigint_state*& before) {
    std::unique_ptr<sigint_state> kept(new (std::nothrow) sigint_state);
    if (kept == nullptr)
        return std::make_error_code(std::errc::not_enough_memory);
    redirected = handler;
    kept->handler = std::signal(SIGINT, on_signal);
    if (kept->handler == SIG_ERR)
        return {errno, std::generic_category()};
    before = kept.release();
    return {};
}

void restore_sigint(sigint_state* before) noexcept {
    std::signal(SIGINT, before->handler);
    delete before;
}

} // namespace weft::host
