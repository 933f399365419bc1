// Says once where a thread runs that does not wait, while others could go on. WEFT_WATCHDOG, which
// weft-run sets, is after how many seconds of the processor's time.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "c_library.hpp"
#include "environment.hpp"
#include "host.hpp"
#include "outside.hpp"
#include "own_signal.hpp"
#include "scheduler.hpp"
#include "told_options.hpp"

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

constinit c_library_function<decltype(sigaction)> set("sigaction");

/// While the program has none, there is a handler for one that nobody sends then.
bool handle_own_like_any() {
    struct sigaction before {};
    struct sigaction any {};
    any.sa_handler = [](int) {};
    if (set == nullptr || set(SIGURG, &any, &before) != 0)
        return false;
    handle_own(own_signal, look, SIGURG);
    return set(SIGURG, &before, nullptr) == 0;
}

void begin_watching() {
    constexpr timespec second{1, 0};
    set_timer(make_timer(CLOCK_PROCESS_CPUTIME_ID, own_signal), second, second);
}

WEFT_INITIALISED_EARLY const struct watch {
    watch() {
        const char* const given = value_of(watchdog_variable);
        limit = given == nullptr ? 0 : std::atoi(given);
        if (limit <= 0 || !handle_own_like_any())
            return;
        begin_watching();
        static const host::at_fork begin_anew(begin_watching);
    }
} at_initialisation;

} // namespace

} // namespace weft::posix
