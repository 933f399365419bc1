// What a stack that overflows leads to: a signal.
#pragma once

#include <array>
#include <csignal>

#include <signal.h>

namespace support {

/// Has `handler` called when the running thread overflows its stack. It must not return.
template <void (*handler)()>
void handle_stack_fault() {
    // The handler has a stack of its own, as the thread's is full.
    static std::array<char, 65536> memory;
    stack_t handlers{};
    handlers.ss_sp = memory.data();
    handlers.ss_size = memory.size();
    ::sigaltstack(&handlers, nullptr);
    struct sigaction action {};
    action.sa_handler = [](int) { handler(); };
    action.sa_flags = SA_ONSTACK;
    ::sigaction(SIGSEGV, &action, nullptr);
    ::sigaction(SIGBUS, &action, nullptr);
}

} // namespace support
