// ThreadSanitizer is told of each switch.
#pragma once

#include <cstddef>
#include <sanitizer/tsan_interface.h>

namespace weft::backend {

class watched_stack {
  public:
    constexpr watched_stack() = default;
    ~watched_stack() {
        if (is_mapped_)
            __tsan_destroy_fiber(fiber_);
    }
    watched_stack(const watched_stack&) = delete;
    watched_stack& operator=(const watched_stack&) = delete;

    void mapped(const void*, std::size_t) {
        fiber_ = __tsan_create_fiber(0);
        is_mapped_ = true;
    }

    void open(const void*, std::size_t) {}

    /// Nothing returns from the calls that were made on it.
    void begin_anew() {
        __tsan_destroy_fiber(fiber_);
        fiber_ = __tsan_create_fiber(0);
    }

    void leave_for(const watched_stack& next) {
        if (!is_mapped_)
            fiber_ = __tsan_get_current_fiber();
        __tsan_switch_to_fiber(next.fiber_, 0);
    }
    void arrive() {}

  private:
    void* fiber_ = nullptr;
    bool is_mapped_ = false;
};

} // namespace weft::backend
