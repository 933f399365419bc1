// Mutexes that threads share, or one has alone, and the guard that shares one: the standard's
// <shared_mutex>, on every backend. Of Clang's thread safety analysis, see weft/std/mutex.hpp.
#pragma once

#include <chrono>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/std/detail/guard.hpp"
#include "weft/std/detail/lock_tags.hpp"
#include "weft/std/detail/shared_state.hpp"
#include "weft/std/detail/timed_word.hpp"

namespace weft {

/// A mutex that one thread has alone, or any number share ([thread.sharedmutex.class]): eight
/// bytes, constant-initialised. It may be destroyed as soon as nobody has it or will, as a `mutex`.
///
/// Who waits to have it alone is not kept out by those who share it in turns, nor the other way
/// round: where a thread that waits was overtaken once, or waits for those who share it, all others
/// wait behind it. So a thread that takes a second share may wait for ever, as the standard has it.
///
/// What the standard leaves undefined: a thread that waits for what it has alone gets a
/// std::system_error, `resource_deadlock_would_occur`; one that gives back what it does not have
/// alone, or what nobody shares, says so, and the program is aborted; and so does who destroys one
/// that is held, where weft is built with -Dchecks. There is no `native_handle`.
///
/// Real and dummy: as `mutex`; on the dummy, each that waits has it after a number of unlocks that
/// depends only on how many waited before it.
class WEFT_THREAD_SAFETY(capability("shared_mutex")) shared_mutex {
  public:
    constexpr shared_mutex() noexcept = default;
    ~shared_mutex() { detail::destroy(state_); }
    shared_mutex(const shared_mutex&) = delete;
    shared_mutex& operator=(const shared_mutex&) = delete;

    /// Waits until this thread has it alone ([thread.mutex.requirements.mutex]).
    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { state_.lock(); }
    /// Fails also where nobody has it, but it is promised to a thread that waits.
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return state_.try_lock();
    }
    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { state_.unlock(); }

    /// Waits until this thread shares it ([thread.sharedmutex.requirements]).
    void lock_shared() WEFT_THREAD_SAFETY(acquire_shared_capability()) { state_.lock_shared(); }
    /// Fails also where it is promised to a thread that waits.
    [[nodiscard]] bool try_lock_shared() noexcept
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true)) {
        return state_.try_lock_shared();
    }
    void unlock_shared() noexcept WEFT_THREAD_SAFETY(release_shared_capability()) {
        state_.unlock_shared();
    }

  private:
    detail::shared_state state_;
};

/// A `shared_mutex` that is waited for as long as one likes ([thread.sharedtimedmutex.class]):
/// eight bytes.
class WEFT_THREAD_SAFETY(capability("shared_mutex")) shared_timed_mutex {
  public:
    constexpr shared_timed_mutex() noexcept = default;
    ~shared_timed_mutex() { detail::destroy(state_); }
    shared_timed_mutex(const shared_timed_mutex&) = delete;
    shared_timed_mutex& operator=(const shared_timed_mutex&) = delete;

    /// As `shared_mutex` has them.
    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { state_.lock(); }
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return state_.try_lock();
    }
    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { state_.unlock(); }
    void lock_shared() WEFT_THREAD_SAFETY(acquire_shared_capability()) { state_.lock_shared(); }
    [[nodiscard]] bool try_lock_shared() noexcept
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true)) {
        return state_.try_lock_shared();
    }
    void unlock_shared() noexcept WEFT_THREAD_SAFETY(release_shared_capability()) {
        state_.unlock_shared();
    }

    /// As `timed_mutex` has them.
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return detail::lock_for(state_, time);
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return detail::lock_until(state_, time);
    }

    /// The same of a share ([thread.sharedtimedmutex.requirements]).
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true)) {
        detail::share_of share{state_};
        return detail::lock_for(share, time);
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_shared_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true)) {
        detail::share_of share{state_};
        return detail::lock_until(share, time);
    }

  private:
    detail::shared_state state_;
};

/// Owns a share of a mutex, or may come to, or of none ([thread.lock.shared]).
template <class Mutex>
class WEFT_THREAD_SAFETY(scoped_lockable) shared_lock : public detail::guard<Mutex> {
    using base = detail::guard<Mutex>;
    using base::mutex_;
    using base::owns_;

  public:
    using mutex_type = Mutex;

    shared_lock() noexcept WEFT_THREAD_SAFETY(no_thread_safety_analysis) {}
    explicit shared_lock(mutex_type& mutex) WEFT_THREAD_SAFETY(acquire_shared_capability(mutex))
        : base(mutex, false) {
        mutex.lock_shared();
        owns_ = true;
    }
    shared_lock(mutex_type& mutex, defer_lock_t) noexcept WEFT_THREAD_SAFETY(locks_excluded(mutex))
        : base(mutex, false) {}
    shared_lock(mutex_type& mutex, try_to_lock_t)
        WEFT_THREAD_SAFETY(acquire_shared_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock_shared()) {}
    /// REQUIRES: this thread shares `mutex`.
    shared_lock(mutex_type& mutex, adopt_lock_t)
        WEFT_THREAD_SAFETY(requires_shared_capability(mutex))
        : base(mutex, true) {}
    template <class Clock, class Duration>
    shared_lock(mutex_type& mutex, const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(acquire_shared_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock_shared_until(time)) {}
    template <class Rep, class Period>
    shared_lock(mutex_type& mutex, const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(acquire_shared_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock_shared_for(time)) {}
    ~shared_lock() WEFT_THREAD_SAFETY(release_capability(), no_thread_safety_analysis) {
        if (owns_)
            mutex_->unlock_shared();
    }

    shared_lock(shared_lock&& other) noexcept WEFT_THREAD_SAFETY(no_thread_safety_analysis)
        : base(std::move(other)) {}
    shared_lock& operator=(shared_lock&& other) noexcept
        WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        shared_lock(std::move(other)).swap(*this);
        return *this;
    }

    // These throw std::system_error: `operation_not_permitted` where there is no mutex, and
    // `resource_deadlock_would_occur` where this owns a share of it.

    void lock() WEFT_THREAD_SAFETY(acquire_shared_capability(), no_thread_safety_analysis) {
        this->check_lockable();
        mutex_->lock_shared();
        owns_ = true;
    }
    [[nodiscard]] bool try_lock()
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock_shared();
    }
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock_shared_for(time);
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_shared_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock_shared_until(time);
    }

    /// Throws std::system_error, `operation_not_permitted`, where this owns no share.
    void unlock() WEFT_THREAD_SAFETY(release_capability(), no_thread_safety_analysis) {
        this->check_owned();
        mutex_->unlock_shared();
        owns_ = false;
    }

    void swap(shared_lock& other) noexcept { this->exchange_with(other); }
};

template <class Mutex>
void swap(shared_lock<Mutex>& one, shared_lock<Mutex>& other) noexcept {
    one.swap(other);
}

} // namespace weft
