// Mutexes and what holds them for a scope: the standard's <mutex>, on every backend.
//
// Of Clang's thread safety analysis (-Wthread-safety), the mutexes are capabilities, and the guards
// are scoped ones. It does not follow a guard that is moved; of a guard that may or may not own its
// mutex, as after `try_to_lock`, it thinks that it does.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/std/detail/guard.hpp"
#include "weft/std/detail/lock_tags.hpp"
#include "weft/std/detail/mutex_word.hpp"
#include "weft/std/detail/once.hpp"
#include "weft/std/detail/recursive_word.hpp"
#include "weft/std/detail/timed_word.hpp"

namespace weft {

/// A mutex ([thread.mutex.class]): four bytes, constant-initialised. It may be destroyed as soon as
/// nobody holds it or will, also while the thread that unlocked it has not yet returned from
/// `unlock`.
///
/// What the standard leaves undefined: a thread that locks what it holds gets a std::system_error,
/// `resource_deadlock_would_occur`; one that unlocks what it does not hold says so, with both
/// threads' names, and the program is aborted; and so does who destroys one that is held, where
/// weft is built with -Dchecks. There is no `native_handle`.
///
/// None of its functions is an interruption point, and none may be called in a signal handler.
/// Real: not fair, as std::mutex. Dummy: as for `lock_type`, each that waits has it after a number
/// of unlocks that depends only on how many waited before it; and where no thread can ever run
/// again, `lock` throws `deadlock`.
class WEFT_THREAD_SAFETY(capability("mutex")) mutex {
  public:
    constexpr mutex() noexcept = default;
    ~mutex() { detail::destroy(word_); }
    mutex(const mutex&) = delete;
    mutex& operator=(const mutex&) = delete;

    /// Waits until this thread has it ([thread.mutex.requirements.mutex]).
    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { word_.lock(); }

    /// Without waiting; returns whether this thread has it now. Fails only where a thread holds it:
    /// the standard would let it fail without a reason.
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.try_lock();
    }

    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { word_.unlock(); }

  private:
    detail::mutex_word word_;
};

/// A `mutex` that is waited for as long as one likes ([thread.timedmutex.class]): four bytes.
///
/// A thread that waits for what it holds gets a std::system_error, `resource_deadlock_would_occur`.
class WEFT_THREAD_SAFETY(capability("mutex")) timed_mutex {
  public:
    constexpr timed_mutex() noexcept = default;
    ~timed_mutex() { detail::destroy(word_); }
    timed_mutex(const timed_mutex&) = delete;
    timed_mutex& operator=(const timed_mutex&) = delete;

    /// As `mutex` has them.
    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { word_.lock(); }
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.try_lock();
    }
    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { word_.unlock(); }

    /// Waits at most `time`, on a steady clock ([thread.timedmutex.requirements]); returns whether
    /// this thread has it now. A time that no clock can tell (292 years) is none: then it waits as
    /// `lock`.
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return detail::lock_for(word_, time);
    }

    /// Waits until `Clock` shows `time`, or longer where it is set forward meanwhile; as `lock`
    /// where that is more than a century away.
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return detail::lock_until(word_, time);
    }

  private:
    detail::mutex_word word_;
};

/// A mutex that the thread which holds it may lock again, and unlocks as often
/// ([thread.mutex.recursive]): eight bytes.
///
/// A thread may have it 4,294,967,296 times: then `lock` throws std::system_error,
/// `resource_unavailable_try_again`, and `try_lock` fails. All else is as for `mutex`.
class WEFT_THREAD_SAFETY(capability("mutex")) recursive_mutex {
  public:
    constexpr recursive_mutex() noexcept = default;
    ~recursive_mutex() { detail::destroy(word_); }
    recursive_mutex(const recursive_mutex&) = delete;
    recursive_mutex& operator=(const recursive_mutex&) = delete;

    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { word_.lock(); }
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.try_lock();
    }
    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { word_.unlock(); }

  private:
    detail::recursive_word word_;
};

/// A `recursive_mutex` that is waited for as long as one likes ([thread.timedmutex.recursive]):
/// eight bytes.
class WEFT_THREAD_SAFETY(capability("mutex")) recursive_timed_mutex {
  public:
    constexpr recursive_timed_mutex() noexcept = default;
    ~recursive_timed_mutex() { detail::destroy(word_); }
    recursive_timed_mutex(const recursive_timed_mutex&) = delete;
    recursive_timed_mutex& operator=(const recursive_timed_mutex&) = delete;

    void lock() WEFT_THREAD_SAFETY(acquire_capability()) { word_.lock(); }
    [[nodiscard]] bool try_lock() noexcept WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.try_lock();
    }
    void unlock() noexcept WEFT_THREAD_SAFETY(release_capability()) { word_.unlock(); }

    /// As `timed_mutex` has them.
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.is_mine() ? word_.try_lock() : detail::lock_for(word_, time);
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true)) {
        return word_.is_mine() ? word_.try_lock() : detail::lock_until(word_, time);
    }

  private:
    detail::recursive_word word_;
};

/// Holds a mutex for a scope ([thread.lock.guard]).
template <class Mutex>
class WEFT_THREAD_SAFETY(scoped_lockable) lock_guard {
  public:
    using mutex_type = Mutex;

    explicit lock_guard(mutex_type& mutex) WEFT_THREAD_SAFETY(acquire_capability(mutex))
        : mutex_(mutex) {
        mutex_.lock();
    }
    /// REQUIRES: this thread holds `mutex`.
    lock_guard(mutex_type& mutex, adopt_lock_t) WEFT_THREAD_SAFETY(requires_capability(mutex))
        : mutex_(mutex) {}
    ~lock_guard() WEFT_THREAD_SAFETY(release_capability()) { mutex_.unlock(); }
    lock_guard(const lock_guard&) = delete;
    lock_guard& operator=(const lock_guard&) = delete;

  private:
    mutex_type& mutex_;
};

/// Owns a mutex, or may come to, or none ([thread.lock.unique]).
template <class Mutex>
class WEFT_THREAD_SAFETY(scoped_lockable) unique_lock : public detail::guard<Mutex> {
    using base = detail::guard<Mutex>;
    using base::mutex_;
    using base::owns_;

  public:
    using mutex_type = Mutex;

    unique_lock() noexcept WEFT_THREAD_SAFETY(no_thread_safety_analysis) = default;
    explicit unique_lock(mutex_type& mutex) WEFT_THREAD_SAFETY(acquire_capability(mutex))
        : base(mutex, false) {
        mutex.lock();
        owns_ = true;
    }
    unique_lock(mutex_type& mutex, defer_lock_t) noexcept WEFT_THREAD_SAFETY(locks_excluded(mutex))
        : base(mutex, false) {}
    unique_lock(mutex_type& mutex, try_to_lock_t)
        WEFT_THREAD_SAFETY(acquire_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock()) {}
    /// REQUIRES: this thread holds `mutex`.
    unique_lock(mutex_type& mutex, adopt_lock_t) WEFT_THREAD_SAFETY(requires_capability(mutex))
        : base(mutex, true) {}
    template <class Clock, class Duration>
    unique_lock(mutex_type& mutex, const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(acquire_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock_until(time)) {}
    template <class Rep, class Period>
    unique_lock(mutex_type& mutex, const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(acquire_capability(mutex), no_thread_safety_analysis)
        : base(mutex, mutex.try_lock_for(time)) {}
    ~unique_lock() WEFT_THREAD_SAFETY(release_capability(), no_thread_safety_analysis) {
        if (owns_)
            mutex_->unlock();
    }

    unique_lock(unique_lock&& other) noexcept WEFT_THREAD_SAFETY(no_thread_safety_analysis)
        : base(std::move(other)) {}
    unique_lock& operator=(unique_lock&& other) noexcept
        WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        unique_lock(std::move(other)).swap(*this);
        return *this;
    }

    // These throw std::system_error: `operation_not_permitted` where there is no mutex, and
    // `resource_deadlock_would_occur` where this owns it.

    void lock() WEFT_THREAD_SAFETY(acquire_capability(), no_thread_safety_analysis) {
        this->check_lockable();
        mutex_->lock();
        owns_ = true;
    }
    [[nodiscard]] bool try_lock()
        WEFT_THREAD_SAFETY(try_acquire_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock();
    }
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock_for(time);
    }
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time)
        WEFT_THREAD_SAFETY(try_acquire_capability(true), no_thread_safety_analysis) {
        this->check_lockable();
        return owns_ = mutex_->try_lock_until(time);
    }

    /// Throws std::system_error, `operation_not_permitted`, where this does not own it.
    void unlock() WEFT_THREAD_SAFETY(release_capability(), no_thread_safety_analysis) {
        this->check_owned();
        mutex_->unlock();
        owns_ = false;
    }

    void swap(unique_lock& other) noexcept { this->exchange_with(other); }
};

template <class Mutex>
void swap(unique_lock<Mutex>& one, unique_lock<Mutex>& other) noexcept {
    one.swap(other);
}

namespace detail {

/// Returns -1 where this thread has all of them now; else none, and which could not be had.
template <class First, class... Rest>
int try_all(First& first, Rest&... rest) WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
    unique_lock<First> held(first, try_to_lock);
    if (!held.owns_lock())
        return 0;
    if constexpr (sizeof...(Rest) != 0) {
        const int failed = detail::try_all(rest...);
        if (failed >= 0)
            return failed + 1;
    }
    held.release();
    return -1;
}

/// Waits for the first of them, and tries the others, which follow it in a circle. Returns how many
/// there are where this thread has all; else it has none, and which is to be waited for next.
template <std::size_t First, class Lockables, std::size_t... Others>
std::size_t lock_in_circle(const Lockables& all, std::index_sequence<Others...>)
    WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
    constexpr std::size_t count = std::tuple_size_v<Lockables>;
    // By its type, as a guard of guards is not a copy of the first.
    unique_lock<std::remove_reference_t<std::tuple_element_t<First, Lockables>>> held(
        std::get<First>(all));
    const int failed = detail::try_all(std::get<(First + 1 + Others) % count>(all)...);
    if (failed >= 0)
        return (First + 1 + static_cast<std::size_t>(failed)) % count;
    held.release();
    return count;
}

template <class Lockables, std::size_t... Each>
void lock_all(const Lockables& all, std::index_sequence<Each...>)
    WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
    std::size_t next = 0;
    while (next != sizeof...(Each)) {
        const std::size_t first = next;
        static_cast<void>(
            ((first == Each && (next = detail::lock_in_circle<Each>(
                                    all, std::make_index_sequence<sizeof...(Each) - 1>()),
                                true)) ||
             ...));
    }
}

} // namespace detail

/// Tries them in this order ([thread.lock.algorithm]). Returns -1 where this thread has all of them
/// now; else, or where one throws, it has none. Returns which could not be had: the first's number
/// is 0.
template <class L1, class L2, class... L3>
[[nodiscard]] int try_lock(L1& l1, L2& l2, L3&... l3) {
    return detail::try_all(l1, l2, l3...);
}

/// Waits until this thread has all of them, in an order that makes no deadlock
/// ([thread.lock.algorithm]): holds none while it waits for another. Where one throws, it has none.
/// Clang's thread safety analysis knows of the first two.
template <class L1, class L2, class... L3>
void lock(L1& l1, L2& l2, L3&... l3)
    WEFT_THREAD_SAFETY(acquire_capability(l1, l2), no_thread_safety_analysis) {
    detail::lock_all(std::tie(l1, l2, l3...), std::index_sequence_for<L1, L2, L3...>());
}

/// Holds any number of mutexes for a scope ([thread.lock.scoped]). To Clang's thread safety
/// analysis, one of up to two is a scoped capability.
template <class... Mutexes>
class scoped_lock {
  public:
    explicit scoped_lock(Mutexes&... mutexes) : mutexes_(mutexes...) { weft::lock(mutexes...); }
    /// REQUIRES: this thread holds them.
    explicit scoped_lock(adopt_lock_t, Mutexes&... mutexes) : mutexes_(mutexes...) {}
    ~scoped_lock() WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        unlock(std::index_sequence_for<Mutexes...>());
    }
    scoped_lock(const scoped_lock&) = delete;
    scoped_lock& operator=(const scoped_lock&) = delete;

  private:
    template <std::size_t... Each>
    void unlock(std::index_sequence<Each...>) WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        (std::get<Each>(mutexes_).unlock(), ...);
    }

    std::tuple<Mutexes&...> mutexes_;
};

template <>
class scoped_lock<> {
  public:
    explicit scoped_lock() = default;
    explicit scoped_lock(adopt_lock_t) {}
    ~scoped_lock() = default;
    scoped_lock(const scoped_lock&) = delete;
    scoped_lock& operator=(const scoped_lock&) = delete;
};

template <class Mutex>
class WEFT_THREAD_SAFETY(scoped_lockable) scoped_lock<Mutex> {
  public:
    using mutex_type = Mutex;

    explicit scoped_lock(mutex_type& mutex) WEFT_THREAD_SAFETY(acquire_capability(mutex))
        : mutex_(mutex) {
        mutex_.lock();
    }
    /// REQUIRES: this thread holds it.
    explicit scoped_lock(adopt_lock_t, mutex_type& mutex)
        WEFT_THREAD_SAFETY(requires_capability(mutex))
        : mutex_(mutex) {}
    ~scoped_lock() WEFT_THREAD_SAFETY(release_capability()) { mutex_.unlock(); }
    scoped_lock(const scoped_lock&) = delete;
    scoped_lock& operator=(const scoped_lock&) = delete;

  private:
    mutex_type& mutex_;
};

template <class M1, class M2>
class WEFT_THREAD_SAFETY(scoped_lockable) scoped_lock<M1, M2> {
  public:
    explicit scoped_lock(M1& m1, M2& m2) WEFT_THREAD_SAFETY(acquire_capability(m1, m2))
        : m1_(m1), m2_(m2) {
        weft::lock(m1_, m2_);
    }
    /// REQUIRES: this thread holds them.
    explicit scoped_lock(adopt_lock_t, M1& m1, M2& m2)
        WEFT_THREAD_SAFETY(requires_capability(m1, m2))
        : m1_(m1), m2_(m2) {}
    ~scoped_lock() WEFT_THREAD_SAFETY(release_capability()) {
        m1_.unlock();
        m2_.unlock();
    }
    scoped_lock(const scoped_lock&) = delete;
    scoped_lock& operator=(const scoped_lock&) = delete;

  private:
    M1& m1_;
    M2& m2_;
};

/// Whether what is done once has been done ([thread.once.onceflag]): four bytes,
/// constant-initialised and trivially destroyed.
class once_flag {
  public:
    constexpr once_flag() noexcept = default;
    once_flag(const once_flag&) = delete;
    once_flag& operator=(const once_flag&) = delete;

  private:
    template <class F, class... Args>
    friend void call_once(once_flag& flag, F&& function, Args&&... args);

    detail::once_state state_;
};

/// Calls the function, if no call with this flag has returned yet ([thread.once.callonce]): others
/// wait for it meanwhile. What it throws leaves this, and of those who wait, one calls its own.
///
/// Throws std::system_error, `resource_deadlock_would_occur`, where the thread is inside a call
/// with this flag already, which the standard leaves undefined, and `deadlock` as `mutex::lock`
/// does.
template <class F, class... Args>
void call_once(once_flag& flag, F&& function, Args&&... args) {
    if (flag.state_.begin()) {
        detail::once_call call(flag.state_);
        std::invoke(std::forward<F>(function), std::forward<Args>(args)...);
        call.has_returned = true;
    }
}

} // namespace weft
