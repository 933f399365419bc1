// Another thread, so that the program is none of one thread.
#pragma once

#include <mutex>
#include <thread>

/// It waits, until the scope ends.
class beside_another {
  public:
    beside_another() : other_([this] { const std::lock_guard waits(stay_); }) {}
    ~beside_another() {
        held_.unlock();
        other_.join();
    }
    beside_another(const beside_another&) = delete;
    beside_another& operator=(const beside_another&) = delete;

  private:
    std::mutex stay_;
    std::unique_lock<std::mutex> held_{stay_};
    std::thread other_;
};
