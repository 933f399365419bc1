// What comes to a thread from outside, whatever it does or waits for: calls that are queued for it.
// A signal comes to the thread that raises it.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include <emscripten/threading.h>
#include <pthread.h>

namespace support {

/// The thread that made it, for others to queue such a call for.
class alarmed_thread {
  public:
    void alarm() const {
        emscripten_dispatch_to_thread_async_(thread_, EM_FUNC_SIG_V,
                                             reinterpret_cast<void*>(do_nothing), nullptr);
    }

  private:
    static void do_nothing() {}

    pthread_t thread_ = ::pthread_self();
};

/// While one lives, such calls come all the time, and a signal, to handlers that do nothing.
class alarms {
  public:
    alarms() {
        std::signal(SIGALRM, [](int) {});
        sender_ = std::thread([this] {
            while (!ended_) {
                starter_.alarm();
                std::raise(SIGALRM);
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
    }
    ~alarms() {
        ended_ = true;
        sender_.join();
        std::signal(SIGALRM, SIG_DFL);
    }
    alarms(const alarms&) = delete;
    alarms& operator=(const alarms&) = delete;

  private:
    const alarmed_thread starter_;
    std::atomic<bool> ended_ = false;
    std::thread sender_;
};

} // namespace support
