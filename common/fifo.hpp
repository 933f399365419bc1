// Queues of threads that wait.
#pragma once

#include <cstddef>
#include <cstdint>

namespace weft {

/// What an element has for each queue that it may be in at the same time.
template <class T>
struct fifo_links {
    T* next = nullptr;
    T* previous = nullptr;
};

/// First in, first out. Linked through its elements' `links`; does not own them.
template <class T, fifo_links<T> T::*links>
class fifo {
  public:
    void push_back(T& added) {
        (added.*links) = {nullptr, last_};
        (last_ == nullptr ? first_ : (last_->*links).next) = &added;
        last_ = &added;
    }

    void push_front(T& added) {
        (added.*links) = {first_, nullptr};
        (first_ == nullptr ? last_ : (first_->*links).previous) = &added;
        first_ = &added;
    }

    [[nodiscard]] T* front() const { return first_; }

    /// The first element that `wanted` is true of, or null.
    template <class Wanted>
    [[nodiscard]] T* find(Wanted wanted) const {
        T* at = first_;
        while (at != nullptr && !wanted(*at))
            at = (at->*links).next;
        return at;
    }

    template <class Use>
    void for_each(Use use) const {
        for (T* at = first_; at != nullptr; at = (at->*links).next)
            use(*at);
    }

    /// REQUIRES: it is in this queue.
    void remove(T& removed) {
        const fifo_links<T> at = removed.*links;
        (at.previous == nullptr ? first_ : (at.previous->*links).next) = at.next;
        (at.next == nullptr ? last_ : (at.next->*links).previous) = at.previous;
    }

    /// Takes out the first element, and returns it, or null.
    T* pop_front() {
        T* const popped = first_;
        if (popped != nullptr) {
            first_ = (popped->*links).next;
            (first_ == nullptr ? last_ : (first_->*links).previous) = nullptr;
        }
        return popped;
    }

  private:
    T* first_ = nullptr;
    T* last_ = nullptr;
};

/// A hash of a word's address, of `bits` bits. Other words may have the same one.
inline std::size_t hash_of(const std::uint32_t* word, int bits) {
    // Fibonacci hashing: the upper bits of the product depend on all bits of the address.
    const std::uint64_t hash = reinterpret_cast<std::uintptr_t>(word) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>(hash >> (64 - bits));
}

} // namespace weft
