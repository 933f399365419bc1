// Semaphores: [thread.sema].
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/detail/wait_until.hpp"
#include "weft/lock.hpp"

namespace weft {

namespace detail {

/// What a semaphore is: a count, and what is known of those who wait for it.
class WEFT_VISIBLE semaphore_word {
  public:
    static constexpr std::ptrdiff_t largest = (1 << 30) - 1;

    constexpr semaphore_word(std::ptrdiff_t count, std::ptrdiff_t max)
        : word_(static_cast<std::uint32_t>(count) * one) {
        if (count < 0 || count > max)
            refuse_count(count, max);
    }
    semaphore_word(const semaphore_word&) = delete;
    semaphore_word& operator=(const semaphore_word&) = delete;

    void release(std::ptrdiff_t update, std::ptrdiff_t max) {
        tell_release(this);
        if (sole_holder != 0 && (word_ & parked) == 0 && update >= 0 &&
            update <= max - static_cast<std::ptrdiff_t>(word_ / one))
            word_ += static_cast<std::uint32_t>(update) * one;
        else
            release_shared(update, max);
    }

    void acquire() {
        if (!take_alone())
            acquire_shared();
        tell_acquire(this);
    }

    bool try_acquire() noexcept { return told(take_alone() || try_acquire_shared()); }

    /// Returns false when so many nanoseconds have passed.
    bool acquire_within(std::int64_t nanoseconds) {
        return told(acquire_shared_within(nanoseconds));
    }

    [[nodiscard]] std::ptrdiff_t count() const noexcept;

    // What the word holds: the count, times `one`, and

    /// Threads may be parked on it.
    static constexpr std::uint32_t parked = 1;
    /// One of these was woken in vain: who comes by does not pass it.
    static constexpr std::uint32_t kept = 2;
    static constexpr std::uint32_t one = 4;

  private:
    bool take_alone() noexcept {
        if (sole_holder == 0 || word_ < one || (word_ & kept) != 0)
            return false;
        word_ -= one;
        return true;
    }

    bool told(bool acquired) noexcept {
        if (acquired)
            tell_acquire(this);
        return acquired;
    }

    [[noreturn]] static void refuse_count(std::ptrdiff_t count, std::ptrdiff_t max) noexcept;
    void release_shared(std::ptrdiff_t update, std::ptrdiff_t max) noexcept;
    void acquire_shared();
    bool try_acquire_shared() noexcept;
    bool acquire_shared_within(std::int64_t nanoseconds);

    std::uint32_t word_;
};

} // namespace detail

/// A counter that is waited for while it is zero ([thread.sema.cnt]).
///
/// Four bytes, constant-initialised and trivially destroyed. Neither copied nor moved. Whoever has
/// acquired it, and knows that nobody else will, may destroy it, also while the thread that
/// released it has not yet returned from `release`.
///
/// `LeastMaxValue` is at most 1,073,741,823, which is also what it is if it is not given. A count
/// that would be negative, or above `max()`, at first or by `release`, which the standard leaves
/// undefined, is reported, and ends the program.
///
/// What was written before a release is seen after the acquire that it lets go on. Any thread may
/// call any member. None may be called from a signal handler, and none is an interruption point.
/// Real: not fair: any waiting thread, or one that just came by, may be next. Dummy: one that just
/// came by may be next once, but not before a thread that has been passed so already.
template <std::ptrdiff_t LeastMaxValue = detail::semaphore_word::largest>
class counting_semaphore {
    static_assert(LeastMaxValue >= 0 && LeastMaxValue <= detail::semaphore_word::largest,
                  "weft::counting_semaphore<n>: n must be between 0 and 1,073,741,823");

  public:
    /// `LeastMaxValue`.
    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return LeastMaxValue; }

    /// The count is `desired`.
    constexpr explicit counting_semaphore(std::ptrdiff_t desired) : word_(desired, max()) {}
    ~counting_semaphore() = default;
    counting_semaphore(const counting_semaphore&) = delete;
    counting_semaphore& operator=(const counting_semaphore&) = delete;

    /// Adds `update` to the count, and lets as many threads go on that wait. Throws nothing.
    void release(std::ptrdiff_t update = 1) { word_.release(update, max()); }

    /// Waits until the count is positive, and takes one off.
    /// Dummy: throws `deadlock` as `lock_type::acquire` does.
    void acquire() { word_.acquire(); }

    /// Takes one off the count if it is positive, and returns whether it was.
    /// Dummy: false, too, where another thread comes first.
    [[nodiscard]] bool try_acquire() noexcept { return word_.try_acquire(); }

    /// As `acquire`, but waits at most `time`, on a steady clock; returns whether it was acquired.
    /// A time that no clock can tell (292 years) is none.
    template <class Rep, class Period>
    [[nodiscard]] bool try_acquire_for(const std::chrono::duration<Rep, Period>& time) {
        const auto left = detail::to_nanoseconds(time);
        return try_acquire() || (left != 0 && word_.acquire_within(left));
    }

    /// As `acquire`, but waits until `Clock` shows `time`, or longer where it is set forward
    /// meanwhile; as `acquire` where that is more than a century away.
    template <class Clock, class Duration>
    [[nodiscard]] bool try_acquire_until(const std::chrono::time_point<Clock, Duration>& time) {
        return try_acquire() || detail::wait_until(time, [&](std::int64_t nanoseconds) {
                   return word_.acquire_within(nanoseconds);
               });
    }

  private:
    detail::semaphore_word word_;
};

/// A semaphore whose count is 0 or 1.
using binary_semaphore = counting_semaphore<1>;

} // namespace weft
