// What guards have that may own a mutex or not ([thread.lock.unique], [thread.lock.shared]).
#pragma once

#include <memory>
#include <utility>

#include "weft/detail/attributes.hpp"

namespace weft::detail {

/// Throws std::system_error with `operation_not_permitted`: the guard has no mutex, or does not own
/// the one that it is to give back.
[[noreturn]] WEFT_VISIBLE void refuse_guard_without_lock();

/// Throws std::system_error with `resource_deadlock_would_occur`: it owns it already.
[[noreturn]] WEFT_VISIBLE void refuse_guard_with_lock();

template <class Mutex>
class guard {
  public:
    using mutex_type = Mutex;

    guard& operator=(guard&&) = delete;

    /// Leaves the mutex as it is, to who called this.
    mutex_type* release() noexcept {
        owns_ = false;
        return std::exchange(mutex_, nullptr);
    }

    [[nodiscard]] bool owns_lock() const noexcept { return owns_; }
    explicit operator bool() const noexcept { return owns_; }
    [[nodiscard]] mutex_type* mutex() const noexcept { return mutex_; }

  protected:
    guard() noexcept = default;
    guard(mutex_type& mutex, bool owns) noexcept : mutex_(std::addressof(mutex)), owns_(owns) {}
    guard(guard&& other) noexcept
        : mutex_(std::exchange(other.mutex_, nullptr)), owns_(std::exchange(other.owns_, false)) {}
    ~guard() = default;

    void exchange_with(guard& other) noexcept {
        std::swap(mutex_, other.mutex_);
        std::swap(owns_, other.owns_);
    }

    void check_lockable() const {
        if (mutex_ == nullptr)
            refuse_guard_without_lock();
        if (owns_)
            refuse_guard_with_lock();
    }

    void check_owned() const {
        if (!owns_)
            refuse_guard_without_lock();
    }

    mutex_type* mutex_ = nullptr;
    bool owns_ = false;
};

} // namespace weft::detail
