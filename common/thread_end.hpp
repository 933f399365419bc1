// What is done when a thread has ended.
#pragma once

#include <utility>

namespace weft {

/// Belongs to who made it; from `ended` on, to nobody.
struct thread_end {
    virtual void ended() noexcept = 0;

    thread_end* next = nullptr;

  protected:
    ~thread_end() = default;
};

inline void add_end(thread_end*& first, thread_end& added) noexcept {
    added.next = std::exchange(first, &added);
}

inline void end_all(thread_end*& first) noexcept {
    while (first != nullptr)
        std::exchange(first, first->next)->ended();
}

} // namespace weft
