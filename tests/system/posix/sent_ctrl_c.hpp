// The interactive interrupt, sent to somebody: the signal SIGINT.
#pragma once

#include <csignal>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace support {

inline void ctrl_c_for_process() {
    ::kill(::getpid(), SIGINT);
}

/// Sends it to the thread that made this.
class ctrl_c_for_thread {
  public:
    void operator()() const { ::pthread_kill(thread_, SIGINT); }

  private:
    pthread_t thread_ = ::pthread_self();
};

} // namespace support
