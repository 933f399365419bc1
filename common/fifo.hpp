// Queues of threads that wait.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft {

/// First in, first out. Linked through its elements, which it does not own: a `T` has a `T* next`,
/// and is in one queue at a time.
template <class T>
class fifo {
  public:
    void push_back(T& added) {
        added.next = nullptr;
        if (first_ == nullptr)
            first_ = &added;
        else
            last_->next = &added;
        last_ = &added;
    }

    void push_front(T& added) {
        added.next = first_;
        if (first_ == nullptr)
            last_ = &added;
        first_ = &added;
    }

    /// The first element that `wanted` is true of, or null.
    template <class Wanted>
    [[nodiscard]] T* find(Wanted wanted) const {
        T* at = first_;
        while (at != nullptr && !wanted(*at))
            at = at->next;
        return at;
    }

    /// REQUIRES: it is in this queue.
    void remove(T& removed) {
        T* before = nullptr;
        for (T* at = first_; at != &removed; at = at->next)
            before = at;
        (before == nullptr ? first_ : before->next) = removed.next;
        if (last_ == &removed)
            last_ = before;
    }

    /// Takes out the first element, and returns it, or null.
    T* pop_front() {
        T* const popped = first_;
        if (popped != nullptr)
            first_ = popped->next;
        return popped;
    }

  private:
    T* first_ = nullptr;
    T* last_ = nullptr; ///< where the queue is not empty
};

/// Which of the 2^`bits` queues of a table is for the threads that wait on `word`. Other words may
/// have the same one.
template <int bits>
std::size_t queue_for(const std::uint32_t* word) {
    // Fibonacci hashing: the upper bits of the product depend on all bits of the address.
    const std::uint64_t hash = reinterpret_cast<std::uintptr_t>(word) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>(hash >> (64 - bits));
}

} // namespace weft
