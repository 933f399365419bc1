// A value that threads share, each of whose operations is one step.
#pragma once

#include <mutex>

#include <weft/thread.hpp>

template <class T>
class cell {
  public:
    explicit cell(T value = T()) : value_(value) {}

    T get() {
        const std::lock_guard guard(lock_);
        return value_;
    }
    void set(T value) {
        const std::lock_guard guard(lock_);
        value_ = value;
    }
    /// Returns what it is then.
    T add(T more) {
        const std::lock_guard guard(lock_);
        return value_ += more;
    }
    bool exchange_if(T expected, T value) {
        const std::lock_guard guard(lock_);
        if (value_ != expected)
            return false;
        value_ = value;
        return true;
    }

  private:
    weft::lock_type lock_;
    T value_;
};
