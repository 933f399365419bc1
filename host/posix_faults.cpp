// By POSIX's signals, on a stack of their own, as a stack that overflows has no room for a handler.
#include <array>
#include <csignal>

#include "host.hpp"

namespace weft::host {

namespace {

struct fault {
    int signal;
    const char* what;
    struct sigaction before {};
};

std::array<fault, 5> faults{{
    {SIGABRT, "SIGABRT: it aborted"},
    {SIGBUS, "SIGBUS: an address where there is no memory"},
    {SIGFPE, "SIGFPE: an arithmetic error"},
    {SIGILL, "SIGILL: an invalid instruction"},
    {SIGSEGV, "SIGSEGV: an invalid address"},
}};

void (*told)(const char*) = nullptr;
alignas(16) std::array<char, 65536> handlers_stack;
stack_t stack_before{};

void handle(int signal) {
    for (const fault& each : faults) {
        if (each.signal == signal)
            told(each.what);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

} // namespace

fault_watch::fault_watch(void (*on_fault)(const char*)) {
    told = on_fault;
    stack_t stack{};
    stack.ss_sp = handlers_stack.data();
    stack.ss_size = handlers_stack.size();
    sigaltstack(&stack, &stack_before);
    struct sigaction action {};
    action.sa_handler = handle;
    // Nothing is blocked meanwhile, as it may be left without a return.
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (fault& each : faults)
        sigaction(each.signal, &action, &each.before);
}

fault_watch::~fault_watch() {
    for (const fault& each : faults)
        sigaction(each.signal, &each.before, nullptr);
    sigaltstack(&stack_before, nullptr);
}

} // namespace weft::host
