// What comes to a thread from outside, whatever it does or waits for: signals.
#pragma once

#include <csignal>

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

namespace support {

/// While one lives, SIGALRM comes every millisecond, to a handler that does nothing; system calls
/// that it interrupts are not restarted.
class alarms {
  public:
    alarms() {
        struct sigaction action {};
        action.sa_handler = [](int) {};
        sigemptyset(&action.sa_mask);
        ::sigaction(SIGALRM, &action, nullptr);
        set_interval(1000);
    }
    ~alarms() {
        set_interval(0);
        // Not the default again: one that comes late would end the process.
        std::signal(SIGALRM, SIG_IGN);
    }
    alarms(const alarms&) = delete;
    alarms& operator=(const alarms&) = delete;

  private:
    static void set_interval(suseconds_t microseconds) {
        const itimerval timer{{0, microseconds}, {0, microseconds}};
        ::setitimer(ITIMER_REAL, &timer, nullptr);
    }
};

/// The thread that made it, for others to send it such a signal.
class alarmed_thread {
  public:
    void alarm() const { ::pthread_kill(thread_, SIGALRM); }

  private:
    pthread_t thread_ = ::pthread_self();
};

} // namespace support
