// Futexes of code that calls the system by itself, as OpenMP's runtime does. With Linux's Syscall
// User Dispatch, a call that is not made in the C library's code comes here, as a signal; those of
// the C library go by it at no cost. WEFT_RAW_FUTEXES, which weft-run sets, asks for it.
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <gnu/libc-version.h>
#include <link.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include "c_library.hpp"
#include "environment.hpp"
#include "futex.hpp"
#include "host.hpp"
#include "signal_set.hpp"
#include "system_call.hpp"
#include "told_options.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<decltype(sigaction)> set("sigaction");
constinit c_library_function<decltype(sigprocmask)> mask("sigprocmask");

struct code {
    std::uintptr_t begin = 0;
    std::size_t size = 0;
};

/// That of who has the C library's version.
code find_c_library() {
    code found;
    const auto find = [](dl_phdr_info* of, std::size_t, void* place) {
        const auto wanted = reinterpret_cast<std::uintptr_t>(&gnu_get_libc_version);
        for (int i = 0; i < of->dlpi_phnum; ++i) {
            const auto& part = of->dlpi_phdr[i];
            const std::uintptr_t begin = of->dlpi_addr + part.p_vaddr;
            if (part.p_type == PT_LOAD && wanted - begin < part.p_memsz) {
                *static_cast<code*>(place) = {begin, part.p_memsz};
                return 1;
            }
        }
        return 0;
    };
    dl_iterate_phdr(find, &found);
    return found;
}

bool begin_dispatch() {
    const code library = find_c_library();
    return prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, library.begin, library.size,
                 &dispatches) == 0;
}

bool makes_thread(const system_call& call) {
    return call.number == SYS_clone3 ||
           (call.number == SYS_clone && (call.arguments[0] & CLONE_THREAD) != 0);
}

long call_as_asked(const system_call& call) {
    if (call.number == SYS_futex)
        return call_futex(call);
    if (makes_thread(call)) {
        std::fputs("weft: the program makes a thread by a call of the system, which is no thread "
                   "of weft's\n",
                   stderr);
        std::abort();
    }
    return call_system(call);
}

/// Other threads may run meanwhile: it is as if the call were in the program.
void dispatched(int, siginfo_t*, void* given) {
    auto& context = *static_cast<ucontext_t*>(given);
    auto& registers = context.uc_mcontext.gregs;
    const int before = errno;
    const long result = call_as_asked({registers[REG_RAX],
                                       {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                                        registers[REG_R10], registers[REG_R8], registers[REG_R9]}});
    registers[REG_RAX] = result == -1 ? -errno : result;
    errno = before;
    mask(SIG_SETMASK, nullptr, &context.uc_sigmask); // it may be another one by now
}

WEFT_INITIALISED_EARLY const struct take_raw_futexes {
    take_raw_futexes() {
        if (value_of(raw_futexes_variable) == nullptr)
            return;
        struct sigaction action {};
        action.sa_sigaction = dispatched;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        if (set == nullptr || set(SIGSYS, &action, nullptr) != 0 || !begin_dispatch()) {
            std::perror("weft: this system does not let raw futexes be seen");
            std::exit(127);
        }
        // Where it is blocked, the kernel ends the process instead.
        const sigset_t own = signal_set::only(SIGSYS).for_program();
        mask(SIG_UNBLOCK, &own, nullptr);
        signal_set::unblockable = signal_set::unblockable | signal_set::only(SIGSYS);
        dispatches = PR_SYS_DISPATCH_ON;
        static const host::at_fork begin_anew([] { begin_dispatch(); });
    }
} at_initialisation;

} // namespace

} // namespace weft::posix
