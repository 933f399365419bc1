// Faults, asked for by a test, and what tells whether they left anything behind.
#pragma once

#include <atomic>

namespace faults {

/// Counts those of its kind that are alive.
struct counted {
    static inline std::atomic<int> alive = 0;
    counted() { ++alive; }
    counted(const counted&) { ++alive; }
    ~counted() { --alive; }
};

/// How many allocations by `operator new` have not been given back.
int allocations();

/// While one lives, the n-th allocation by `operator new` in this thread, and each after it, fails.
class failing_new {
  public:
    explicit failing_new(int n);
    ~failing_new();
    failing_new(const failing_new&) = delete;
    failing_new& operator=(const failing_new&) = delete;
};

/// While one lives, a call that the linker led here fails with `error`.
class failing_call {
  public:
    failing_call(int& call, int error) : call_(call) { call_ = error; }
    ~failing_call() { call_ = 0; }
    failing_call(const failing_call&) = delete;
    failing_call& operator=(const failing_call&) = delete;

  private:
    int& call_;
};

} // namespace faults
