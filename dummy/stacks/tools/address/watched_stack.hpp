// AddressSanitizer is told of each switch, and that what is on a stack is not lost.
#pragma once

#include <cstddef>
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>

namespace weft::backend {

class watched_stack {
  public:
    constexpr watched_stack() = default;
    ~watched_stack() {
        if (!is_mapped_)
            return;
        __lsan_unregister_root_region(lowest_, size_);
        // What its last frames made inaccessible, before other memory is mapped there.
        __asan_unpoison_memory_region(lowest_, size_);
    }
    watched_stack(const watched_stack&) = delete;
    watched_stack& operator=(const watched_stack&) = delete;

    void mapped(const void* lowest, std::size_t size) {
        lowest_ = lowest;
        size_ = size;
        is_mapped_ = true;
        __lsan_register_root_region(lowest_, size_);
    }

    /// What is there may be used, though it lies below all frames.
    void open(const void* place, std::size_t size) { __asan_unpoison_memory_region(place, size); }

    /// What the frames on it made inaccessible is free.
    void begin_anew() {
        __asan_unpoison_memory_region(lowest_, size_);
        fake_stack_ = nullptr;
    }

    void leave_for(const watched_stack& next) {
        left_ = this;
        __sanitizer_start_switch_fiber(&fake_stack_, next.lowest_, next.size_);
    }

    /// What the main thread's stack is, is known when it was left for another one.
    void arrive() {
        const bool was_known = left_->lowest_ != nullptr;
        __sanitizer_finish_switch_fiber(fake_stack_, &left_->lowest_, &left_->size_);
        if (!was_known)
            __lsan_register_root_region(left_->lowest_, left_->size_);
    }

  private:
    static inline watched_stack* left_ = nullptr;

    const void* lowest_ = nullptr;
    std::size_t size_ = 0;
    bool is_mapped_ = false;
    void* fake_stack_ = nullptr;
};

} // namespace weft::backend
