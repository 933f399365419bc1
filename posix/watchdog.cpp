// Says once where a thread runs that does not wait, while others could go on. WEFT_WATCHDOG, which
// weft-run sets, is after how many seconds of the processor's time.
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "c_library.hpp"
#include "host.hpp"
#include "outside.hpp"
#include "scheduler.hpp"

namespace weft::posix {

namespace {

/// One that the C library keeps for itself, and lets no program block or handle: for ending
/// threads, which it has none of.
constexpr int own_signal = 32;

constinit int limit = 0; // in seconds
constinit int seconds = 0;
constinit unsigned long passes = 0;

/// A thread, as reports begin with it.
struct name {
    char text[24];
    explicit name(ident_t ident) noexcept {
        if (ident == main_thread_ident)
            std::snprintf(text, sizeof text, "main");
        else
            std::snprintf(text, sizeof text, "#%llu", static_cast<unsigned long long>(ident));
    }
};

/// Nothing here allocates: the thread may be in the midst of that.
void say(const void* at, const backend::ready_threads& ready) noexcept {
    Dl_info place{};
    dladdr(at, &place);
    const char* const function = place.dli_sname != nullptr ? place.dli_sname : place.dli_fname;
    char others[40] = "";
    if (ready.others != 0)
        std::snprintf(others, sizeof others, " and %zu other%s", ready.others,
                      ready.others == 1 ? "" : "s");
    char text[512];
    const int size = std::snprintf(
        text, sizeof text,
        "weft: %s has run for %d s in %.256s without waiting, while %s%s could go on\n",
        name(backend::running().record.ident).text, limit, function != nullptr ? function : "?",
        name(ready.first->record.ident).text, others);
    syscall(SYS_write, STDERR_FILENO, text, size);
}

/// At each second of the processor's time.
void look(int, siginfo_t*, void* context) {
    if (passes != backend::outside::passes) {
        passes = backend::outside::passes;
        seconds = 0;
        return;
    }
    if (++seconds != limit)
        return;
    const backend::ready_threads ready = backend::get_ready();
    if (ready.first == nullptr)
        return;
    const int before = errno;
    const auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    say(reinterpret_cast<void*>(registers[REG_RIP]), ready);
    errno = before;
}

/// As the kernel has it.
struct kernel_action {
    void (*handler)(int, siginfo_t*, void*);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
};

constinit c_library_function<decltype(sigaction)> set("sigaction");

/// How a handler returns, in the C library: known of each that it has set.
bool find_restorer(kernel_action& found) {
    struct sigaction before {};
    struct sigaction any {};
    any.sa_handler = [](int) {};
    if (set == nullptr || set(SIGURG, &any, &before) != 0)
        return false;
    syscall(SYS_rt_sigaction, SIGURG, nullptr, &found, sizeof found.mask);
    return set(SIGURG, &before, nullptr) == 0;
}

void begin_watching() {
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = own_signal;
    int timer = 0;
    constexpr itimerspec each_second{{1, 0}, {1, 0}};
    if (syscall(SYS_timer_create, CLOCK_PROCESS_CPUTIME_ID, &event, &timer) == 0)
        syscall(SYS_timer_settime, timer, 0, &each_second, nullptr);
}

WEFT_INITIALISED_EARLY const struct watch {
    watch() {
        const char* const given = std::getenv("WEFT_WATCHDOG");
        limit = given == nullptr ? 0 : std::atoi(given);
        kernel_action action{};
        if (limit <= 0 || !find_restorer(action))
            return;
        action.handler = look;
        action.flags |= SA_SIGINFO | SA_RESTART | SA_ONSTACK;
        syscall(SYS_rt_sigaction, own_signal, &action, nullptr, sizeof action.mask);
        begin_watching();
        static const host::at_fork begin_anew(begin_watching);
    }
} at_initialisation;

} // namespace

} // namespace weft::posix
