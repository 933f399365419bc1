// Latches: [thread.latch].
#pragma once

#include <cstddef>
#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/lock.hpp"

namespace weft {

/// A counter that goes down to zero once, which any number of threads wait for ([thread.latch]).
///
/// Four bytes, constant-initialised and trivially destroyed. Neither copied nor moved. Whoever has
/// waited for it may destroy it if nobody else will wait, also while the thread that counted it
/// down has not yet returned from `count_down`.
///
/// A count that would be negative, or above `max()`, at first or by `count_down`, which the
/// standard leaves undefined, is reported, and ends the program.
///
/// What was done before a `count_down` is seen after the wait that it ends. Any thread may call any
/// member. None may be called from a signal handler, and none is an interruption point.
class WEFT_VISIBLE latch {
  public:
    /// 2,147,483,647.
    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return 0x7fff'ffff; }

    /// The counter is `expected`.
    constexpr explicit latch(std::ptrdiff_t expected)
        : word_(static_cast<std::uint32_t>(expected) * one) {
        if (expected < 0 || expected > max())
            refuse_count(expected);
    }
    ~latch() = default;
    latch(const latch&) = delete;
    latch& operator=(const latch&) = delete;

    /// Decrements the counter by `update`, and where that makes it zero, lets all threads go on
    /// that wait. Throws nothing.
    void count_down(std::ptrdiff_t update = 1) {
        detail::tell_release(this);
        if (!count_alone(update))
            count_shared(update);
    }

    /// Whether the counter is zero.
    [[nodiscard]] bool try_wait() const noexcept {
        const bool zero = is_zero_alone() || is_zero();
        if (zero)
            detail::tell_acquire(const_cast<latch*>(this));
        return zero;
    }

    /// Waits until the counter is zero.
    /// Dummy: throws `deadlock` as `lock_type::acquire` does.
    void wait() const {
        if (!is_zero_alone())
            wait_shared();
        detail::tell_acquire(const_cast<latch*>(this));
    }

    /// `count_down(update)`, then `wait()`.
    void arrive_and_wait(std::ptrdiff_t update = 1) {
        detail::tell_release(this);
        if (!(count_alone(update) ? is_zero_alone() : count_shared(update)))
            wait_shared();
        detail::tell_acquire(this);
    }

  private:
    // What the word holds: the counter, times `one`, and whether threads may be parked on it.
    static constexpr std::uint32_t parked = 1;
    static constexpr std::uint32_t one = 2;

    bool count_alone(std::ptrdiff_t update) {
        if (detail::sole_holder == 0 || (word_ & parked) != 0 || update < 0 ||
            static_cast<std::size_t>(update) > word_ / one)
            return false;
        word_ -= static_cast<std::uint32_t>(update) * one;
        return true;
    }
    [[nodiscard]] bool is_zero_alone() const noexcept {
        return detail::sole_holder != 0 && word_ < one;
    }

    [[noreturn]] static void refuse_count(std::ptrdiff_t count) noexcept;
    /// Returns whether the counter is zero by this.
    bool count_shared(std::ptrdiff_t update) noexcept;
    [[nodiscard]] bool is_zero() const noexcept;
    void wait_shared() const;

    mutable std::uint32_t word_;
};

} // namespace weft
