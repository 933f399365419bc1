// The lock: Python's `thread.LockType`.
#pragma once

#include <chrono>
#include <cstdint>
#include <type_traits>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/detail/wait_until.hpp"

namespace weft {

namespace detail {

/// What the word of a lock holds while the running thread has it, on a backend where no other
/// thread can touch the word meanwhile, so that a plain load and store take it and give it back.
/// 0 where threads are real: then the word is the library's alone.
WEFT_VISIBLE extern std::uint32_t sole_holder;

} // namespace detail

/// A lock: "only one thread at a time can acquire a lock — that's their reason for existence".
///
/// Four bytes, initially unlocked, constant-initialised and trivially destroyed, so one at
/// namespace scope is there before the first constructor and after the last destructor. Neither
/// copied nor moved: threads know it by its address. Whoever has acquired it, and knows that nobody
/// else will, may destroy it, also while the thread that released it has not yet returned from
/// `release`.
///
/// Meets C++'s TimedLockable requirements, so `std::lock_guard`, `std::unique_lock` and
/// `std::scoped_lock` are Python's `with` statement.
///
/// Not recursive. What was written before a release is seen after the acquire that follows it.
/// Real: not fair: any waiting thread, or one that just came by, may be next. Dummy: one that just
/// came by may be next, but each that waits has the lock after a number of releases that depends
/// only on how many waited before it; a timed wait that has ended does not count.
///
/// Any thread may call any member. None may be called from a signal handler. None is an
/// interruption point: "It is not possible to interrupt the acquire() method on a lock — the
/// KeyboardInterrupt exception will happen after the lock has been acquired."
class WEFT_VISIBLE lock_type {
  public:
    constexpr lock_type() noexcept = default;
    lock_type(const lock_type&) = delete;
    lock_type& operator=(const lock_type&) = delete;

    /// "Acquires the lock unconditionally, if necessary waiting until it is released by another
    /// thread." Returns true.
    /// Real: waits for as long as that takes; a thread that acquires what it already holds waits
    /// for another to release it. Dummy: others run meanwhile. Where no thread can ever run again,
    /// throws `deadlock`: in the main thread, wherever that waits; without stacks, here.
    bool acquire() {
        lock();
        return true;
    }

    /// With `waitflag` true, as above; with false, "the lock is only acquired if it can be
    /// acquired immediately without waiting". Returns "True if the lock is acquired successfully,
    /// False if not".
    [[nodiscard]] bool acquire(bool waitflag) { return waitflag ? acquire() : try_lock(); }

    /// Nothing else is a waitflag: what is meant as a time would be waited for without end.
    template <class NoFlag>
    bool acquire(const NoFlag&) {
        static_assert(sizeof(NoFlag) == 0, // never
                      "weft::lock_type::acquire(waitflag): waitflag must be a bool; "
                      "try_lock_for(time) waits for a limited time");
        return false;
    }

    /// "Releases the lock. The lock must have been acquired earlier, but not necessarily by the
    /// same thread." Throws `error` where the lock is not locked, and changes nothing.
    void release() {
        detail::tell_release(this);
        if (detail::sole_holder != 0 && word_ == detail::sole_holder)
            word_ = 0;
        else
            release_shared();
    }

    /// "Return the status of the lock: True if it has been acquired by some thread, False if not."
    [[nodiscard]] bool locked() const noexcept;

    /// `acquire()`, for C++'s guards ([thread.req.lockable.basic]).
    void lock() {
        if (!take_alone())
            acquire_shared();
        detail::tell_acquire(this);
    }

    /// `release()`, for C++'s guards.
    void unlock() { release(); }

    /// `acquire(false)`, for C++'s guards ([thread.req.lockable.req]).
    [[nodiscard]] bool try_lock() { return told(take_alone() || try_acquire_shared()); }

    /// Waits at most `time` for the lock ([thread.req.lockable.timed]); returns whether it was
    /// acquired. On both backends a lock that stays held makes it wait the whole time, on a
    /// steady clock. A time that no clock can tell (292 years) is none: then it waits as `acquire`.
    template <class Rep, class Period>
    [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& time) {
        const auto left = detail::to_nanoseconds(time);
        return try_lock() || (left != 0 && told(acquire_within(left)));
    }

    /// Waits for the lock until `Clock` shows `time`, or longer where it is set forward meanwhile;
    /// as `acquire` where that is more than a century away.
    template <class Clock, class Duration>
    [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& time) {
        return try_lock() || told(detail::wait_until(time, [&](std::int64_t nanoseconds) {
                   return acquire_within(nanoseconds);
               }));
    }

  private:
    bool take_alone() {
        if (detail::sole_holder == 0 || word_ != 0)
            return false;
        word_ = detail::sole_holder;
        return true;
    }

    bool told(bool acquired) {
        if (acquired)
            detail::tell_acquire(this);
        return acquired;
    }

    void acquire_shared();
    bool try_acquire_shared() noexcept;
    bool acquire_within(std::int64_t nanoseconds);
    void release_shared();

    std::uint32_t word_ = 0;
};

/// Python's name for it.
using LockType = lock_type;

/// "Return a new lock object. [...] The lock is initially unlocked."
[[nodiscard]] constexpr lock_type allocate_lock() noexcept {
    return {};
}

} // namespace weft
