// Waiting for what another thread says: [thread.condition].
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/detail/wait_until.hpp"
#include "weft/std/detail/condition_word.hpp"
#include "weft/std/detail/cv_status.hpp"
#include "weft/std/mutex.hpp"
#include "weft/std/stop_token.hpp"

namespace weft {

namespace detail {

/// Locks again what was unlocked for a wait, after that is left: whoever notified may destroy the
/// condition then. Where locking throws, std::terminate is called.
template <class Lock>
class locked_again {
  public:
    locked_again(condition_wait& wait, Lock& lock) : wait_(wait), lock_(lock) {}
    ~locked_again() WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        wait_.leave();
        lock_.lock();
    }
    locked_again(const locked_again&) = delete;
    locked_again& operator=(const locked_again&) = delete;

  private:
    condition_wait& wait_;
    Lock& lock_;
};

/// What both condition variables do. The waits return whether they were notified, or woken without
/// a reason: false where the time had passed.
class condition {
  public:
    constexpr condition() noexcept = default;
    ~condition() { word_.destroy(); }
    condition(const condition&) = delete;
    condition& operator=(const condition&) = delete;

    void notify_one() noexcept { word_.notify_one(); }
    void notify_all() noexcept { word_.notify_all(); }

    template <class Lock>
    bool wait_until(Lock& lock, std::int64_t deadline) {
        return wait(lock, [&](condition_wait& wait) { return wait.until(deadline); });
    }

    template <class Lock, class Clock, class Duration>
    bool wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time) {
        return wait(lock, [&](condition_wait& wait) { return wait.until(time); });
    }

    /// The same for `time`, a moment or a deadline, until `pred()`; returns that.
    template <class Lock, class Time, class Predicate>
    bool wait_until(Lock& lock, const Time& time, Predicate& pred) {
        while (!pred()) {
            if (!wait_until(lock, time))
                return pred();
        }
        return true;
    }

    /// Or until it is asked to stop.
    template <class Lock, class Time, class Predicate>
    bool wait_until(Lock& lock, const stop_token& token, const Time& time, Predicate& pred) {
        // The callback is gone before the lock is had again: the condition may be, then.
        const auto woken = [&](condition_wait& wait) {
            const stop_callback wakes(token, [this] { word_.notify_all_unseen(); });
            return token.stop_requested() || wait.until(time);
        };
        while (!token.stop_requested()) {
            if (pred())
                return true;
            if (!wait(lock, woken))
                return pred();
        }
        return pred();
    }

  private:
    template <class Lock, class Until>
    bool wait(Lock& lock, Until until) WEFT_THREAD_SAFETY(no_thread_safety_analysis) {
        condition_wait begun(word_);
        lock.unlock();
        const locked_again<Lock> again(begun, lock);
        return until(begun);
    }

    condition_word word_;
};

inline cv_status status_of(bool notified) {
    return notified ? cv_status::no_timeout : cv_status::timeout;
}

template <class Rep, class Period>
std::int64_t deadline_from_now(const std::chrono::duration<Rep, Period>& time) {
    return deadline_after(to_nanoseconds(time));
}

} // namespace detail

/// What owns a `mutex` as `unique_lock` does: that, or std::unique_lock where the platform has it.
template <class Lock>
concept lock_of_mutex = requires(Lock& lock) {
    { lock.mutex() } -> std::same_as<mutex*>;
    lock.unlock();
    lock.lock();
};

/// Waits for another thread to notify this one, while it does not hold its mutex
/// ([thread.condition.condvar]): eight bytes, constant-initialised. The lock may also be a
/// std::unique_lock, as programs that are written against std have it where that is the platform's.
///
/// Any thread may call any member. A wait may end without a reason; where a predicate is given, it
/// is asked again then. `notify_one` wakes one of those who began to wait before it; none that does
/// so later takes that. It may be destroyed when all threads that wait have been notified, and
/// before their waits have returned; where one was not, says so, and the program is aborted. A wait
/// with a lock that does not own its mutex throws as its `unlock` does. None is an interruption
/// point. There is no `native_handle`.
///
/// Dummy: a wait in the main thread throws `deadlock`, with the mutex locked again, where no thread
/// can ever notify it; without stacks, each wait without a deadline does.
class condition_variable {
  public:
    constexpr condition_variable() noexcept = default;
    ~condition_variable() = default;
    condition_variable(const condition_variable&) = delete;
    condition_variable& operator=(const condition_variable&) = delete;

    /// Ends the wait of one thread, if any waits. Need not hold the mutex.
    void notify_one() noexcept { condition_.notify_one(); }

    /// Ends the waits of all threads.
    void notify_all() noexcept { condition_.notify_all(); }

    /// Unlocks `lock`, waits until it is notified, and locks it again. Where that throws,
    /// std::terminate is called.
    template <lock_of_mutex Lock>
    void wait(Lock& lock) {
        condition_.wait_until(lock, detail::no_deadline);
    }

    /// Until `pred()`, which is asked while this thread has the lock.
    template <lock_of_mutex Lock, class Predicate>
    void wait(Lock& lock, Predicate pred) {
        condition_.wait_until(lock, detail::no_deadline, pred);
    }

    /// Returns `timeout` where it was not notified until `Clock` showed `time`. Waits longer where
    /// that is set forward meanwhile, and without end where it is more than a century away.
    template <lock_of_mutex Lock, class Clock, class Duration>
    cv_status wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time) {
        return detail::status_of(condition_.wait_until(lock, time));
    }

    /// Returns `pred()`.
    template <lock_of_mutex Lock, class Clock, class Duration, class Predicate>
    bool wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                    Predicate pred) {
        return condition_.wait_until(lock, time, pred);
    }

    /// The same for `time` on a steady clock; without end where no clock can tell it (292 years).
    template <lock_of_mutex Lock, class Rep, class Period>
    cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& time) {
        return detail::status_of(condition_.wait_until(lock, detail::deadline_from_now(time)));
    }

    template <lock_of_mutex Lock, class Rep, class Period, class Predicate>
    bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& time, Predicate pred) {
        return condition_.wait_until(lock, detail::deadline_from_now(time), pred);
    }

  private:
    detail::condition condition_;
};

/// The same with whatever has `lock` and `unlock` ([thread.condition.condvarany]): eight bytes,
/// too, and no memory besides.
class condition_variable_any {
  public:
    constexpr condition_variable_any() noexcept = default;
    ~condition_variable_any() = default;
    condition_variable_any(const condition_variable_any&) = delete;
    condition_variable_any& operator=(const condition_variable_any&) = delete;

    // As `condition_variable` has them:

    void notify_one() noexcept { condition_.notify_one(); }
    void notify_all() noexcept { condition_.notify_all(); }

    template <class Lock>
    void wait(Lock& lock) {
        condition_.wait_until(lock, detail::no_deadline);
    }
    template <class Lock, class Predicate>
    void wait(Lock& lock, Predicate pred) {
        condition_.wait_until(lock, detail::no_deadline, pred);
    }
    template <class Lock, class Clock, class Duration>
    cv_status wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time) {
        return detail::status_of(condition_.wait_until(lock, time));
    }
    template <class Lock, class Clock, class Duration, class Predicate>
    bool wait_until(Lock& lock, const std::chrono::time_point<Clock, Duration>& time,
                    Predicate pred) {
        return condition_.wait_until(lock, time, pred);
    }
    template <class Lock, class Rep, class Period>
    cv_status wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& time) {
        return detail::status_of(condition_.wait_until(lock, detail::deadline_from_now(time)));
    }
    template <class Lock, class Rep, class Period, class Predicate>
    bool wait_for(Lock& lock, const std::chrono::duration<Rep, Period>& time, Predicate pred) {
        return condition_.wait_until(lock, detail::deadline_from_now(time), pred);
    }

    // Until `pred()`, or until `token` is asked to stop ([thread.condvarany.intwait]). Return
    // `pred()`.

    template <class Lock, class Predicate>
    bool wait(Lock& lock, stop_token token, Predicate pred) {
        return condition_.wait_until(lock, token, detail::no_deadline, pred);
    }
    template <class Lock, class Clock, class Duration, class Predicate>
    bool wait_until(Lock& lock, stop_token token,
                    const std::chrono::time_point<Clock, Duration>& time, Predicate pred) {
        return condition_.wait_until(lock, token, time, pred);
    }
    template <class Lock, class Rep, class Period, class Predicate>
    bool wait_for(Lock& lock, stop_token token, const std::chrono::duration<Rep, Period>& time,
                  Predicate pred) {
        return condition_.wait_until(lock, token, detail::deadline_from_now(time), pred);
    }

  private:
    detail::condition condition_;
};

namespace detail {

WEFT_VISIBLE void notify_all_at_end(condition_variable& condition, mutex& held,
                                    void (*teller)(void*));

} // namespace detail

/// Has `condition` notified, and the mutex of `lock` unlocked, when this thread has ended, its
/// thread_local objects destroyed ([thread.condition.nonmember]). Not the main thread's end, which
/// is the program's.
///
/// Throws std::bad_alloc, and std::system_error with `operation_not_permitted` where `lock` owns no
/// mutex.
template <lock_of_mutex Lock>
void notify_all_at_thread_exit(condition_variable& condition, Lock lock) {
    if (!lock.owns_lock())
        detail::refuse_guard_without_lock();
    detail::notify_all_at_end(condition, *lock.mutex(), detail::release_teller);
    lock.release();
}

} // namespace weft
