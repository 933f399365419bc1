// Who is inside of what a lock guards.
#pragma once

#include <weft/explore.hpp>

#include "operation.hpp"
#include "steering.hpp"

namespace proof {

/// Who has the lock is alone.
class inside {
  public:
    explicit inside(int& counter) : counter_(counter) {
        if (++counter_ != 1)
            weft::fail("two threads hold the lock");
        weft::backend::take_point(weft::operation::acquire, &counter_);
    }
    ~inside() { --counter_; }
    inside(const inside&) = delete;
    inside& operator=(const inside&) = delete;

  private:
    int& counter_;
};

} // namespace proof
