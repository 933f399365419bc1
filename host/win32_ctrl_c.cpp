// Ctrl-C in Windows' console. The system calls the handler on a thread of its own, and no other
// that the program has set before. `raise(SIGINT)` is not concerned: it is between the program and
// its C runtime.
#include <atomic>
#include <windows.h>

#include "host.hpp"

namespace weft::host {

namespace {

constinit std::atomic<void (*)()> redirected = nullptr;

BOOL WINAPI on_event(DWORD event) {
    if (event != CTRL_C_EVENT)
        return FALSE;
    redirected.load()();
    return TRUE;
}

} // namespace

// The system keeps the handlers in a list, of which the last one comes first.

std::error_code redirect_sigint(void (*handler)()) {
    redirected = handler;
    if (SetConsoleCtrlHandler(on_event, TRUE) == 0)
        return {static_cast<int>(GetLastError()), std::system_category()};
    return {};
}

void restore_sigint() noexcept {
    SetConsoleCtrlHandler(on_event, FALSE);
}

} // namespace weft::host
