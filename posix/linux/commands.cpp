// Commands of the shell, during which other threads go on.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "blocking.hpp"

namespace weft::posix {

namespace {

constinit c_library_function<int(const char*)> c_system("system");

/// While commands of `system` run, the program ignores what the terminal's keys send to them; the
/// first one and the last see to that.
class terminal_signals_ignored {
  public:
    terminal_signals_ignored() {
        struct sigaction ignored {};
        ignored.sa_handler = SIG_IGN;
        if (commands++ == 0) {
            ::sigaction(SIGINT, &ignored, &interrupt);
            ::sigaction(SIGQUIT, &ignored, &quit);
        }
    }
    ~terminal_signals_ignored() {
        if (--commands == 0) {
            ::sigaction(SIGINT, &interrupt, nullptr);
            ::sigaction(SIGQUIT, &quit, nullptr);
        }
    }
    terminal_signals_ignored(const terminal_signals_ignored&) = delete;
    terminal_signals_ignored& operator=(const terminal_signals_ignored&) = delete;

    /// Adds those to the set that were not ignored before.
    static void add_others(sigset_t& set) {
        if (interrupt.sa_handler != SIG_IGN)
            sigaddset(&set, SIGINT);
        if (quit.sa_handler != SIG_IGN)
            sigaddset(&set, SIGQUIT);
    }

  private:
    static constinit unsigned commands;
    static constinit struct sigaction interrupt;
    static constinit struct sigaction quit;
};
constinit unsigned terminal_signals_ignored::commands = 0;
constinit struct sigaction terminal_signals_ignored::interrupt {};
constinit struct sigaction terminal_signals_ignored::quit {};

/// Who waits for its command blocks SIGCHLD, so that no handler takes the child.
class child_signal_blocked {
  public:
    child_signal_blocked() {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGCHLD);
        ::pthread_sigmask(SIG_BLOCK, &set, &before);
    }
    ~child_signal_blocked() { ::pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    child_signal_blocked(const child_signal_blocked&) = delete;
    child_signal_blocked& operator=(const child_signal_blocked&) = delete;

    sigset_t before{};
};

/// Ended and waited for, unless it was.
class shell {
  public:
    shell(const char* command, const sigset_t& blocked) {
        posix_spawnattr_t wanted;
        ::posix_spawnattr_init(&wanted);
        sigset_t changed;
        sigemptyset(&changed);
        terminal_signals_ignored::add_others(changed);
        ::posix_spawnattr_setsigdefault(&wanted, &changed);
        ::posix_spawnattr_setsigmask(&wanted, &blocked);
        ::posix_spawnattr_setflags(&wanted, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        char* const arguments[] = {const_cast<char*>("sh"), const_cast<char*>("-c"),
                                   const_cast<char*>("--"), const_cast<char*>(command), nullptr};
        is_running_ = ::posix_spawn(&id_, "/bin/sh", nullptr, &wanted, arguments, environ) == 0;
        ::posix_spawnattr_destroy(&wanted);
    }
    ~shell() {
        if (is_running_ && ::kill(id_, SIGKILL) == 0)
            ::waitpid(id_, nullptr, 0);
    }
    shell(const shell&) = delete;
    shell& operator=(const shell&) = delete;

    int wait_for_end() {
        int status = 127 << 8; // as if the shell had ended at once
        if (!is_running_)
            return status;
        pid_t found = -1;
        do {
            found = ::waitpid(id_, &status, 0);
        } while (found < 0 && errno == EINTR);
        is_running_ = false;
        return found < 0 ? -1 : status;
    }

  private:
    pid_t id_ = 0;
    bool is_running_ = false;
};

} // namespace

extern "C" {

int system(const char* command) {
    const auto plain = [&] { return c_system(command); };
    return blocking_call(interruptible::never, plain, [&] {
        if (command == nullptr)
            return plain();
        const terminal_signals_ignored meanwhile;
        const child_signal_blocked until_end;
        return shell(command, until_end.before).wait_for_end();
    });
}

} // extern "C"

} // namespace weft::posix
