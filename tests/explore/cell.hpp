// A value that threads share, each of whose operations is one step.
#pragma once

#include <weft/std/mutex.hpp>
#include <weft/thread.hpp>

template <class T>
class cell {
  public:
    explicit cell(T value = T()) : value_(value) {}

    T get() {
        const weft::lock_guard guard(lock_);
        return value_;
    }
    void set(T value) {
        const weft::lock_guard guard(lock_);
        value_ = value;
    }
    /// Returns what it is then.
    T add(T more) {
        const weft::lock_guard guard(lock_);
        return value_ += more;
    }
    bool exchange_if(T expected, T value) {
        const weft::lock_guard guard(lock_);
        if (value_ != expected)
            return false;
        value_ = value;
        return true;
    }

  private:
    weft::lock_type lock_;
    T value_;
};
