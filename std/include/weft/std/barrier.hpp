// Barriers: [thread.barrier].
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/lock.hpp"

namespace weft {

namespace detail {

/// A completion that does nothing.
struct nothing_to_complete {
    void operator()() const noexcept {}
};

/// What a barrier is, but for its completion.
class WEFT_VISIBLE barrier_words {
  public:
    static constexpr std::ptrdiff_t largest = 0x7fff'ffff;

    constexpr explicit barrier_words(std::ptrdiff_t expected)
        : left_(static_cast<std::uint32_t>(expected)), expected_(left_) {
        if (expected < 0 || expected > largest)
            refuse_count(expected);
    }
    barrier_words(const barrier_words&) = delete;
    barrier_words& operator=(const barrier_words&) = delete;

    struct arrival {
        std::uint32_t phase;
        bool is_last; ///< so the phase is to be completed, by `begin_next` in the end
    };

    arrival arrive(std::ptrdiff_t update) {
        if (sole_holder == 0 || update <= 0 || static_cast<std::size_t>(update) > left_)
            return arrive_shared(update);
        left_ -= static_cast<std::uint32_t>(update);
        return {phase_ & ~parked, left_ == 0};
    }

    /// One less is expected in the phases after this one.
    void drop() noexcept;

    void begin_next() noexcept {
        if (sole_holder == 0 || (phase_ & parked) != 0)
            return begin_next_shared();
        left_ = expected_;
        phase_ += one;
    }

    /// Until that phase is over.
    void wait(std::uint32_t phase) const {
        if (sole_holder == 0 || (phase_ & ~parked) == phase)
            wait_shared(phase);
    }

  private:
    [[noreturn]] static void refuse_count(std::ptrdiff_t count) noexcept;
    arrival arrive_shared(std::ptrdiff_t update) noexcept;
    void begin_next_shared() noexcept;
    void wait_shared(std::uint32_t phase) const;

    /// Threads may be parked on `phase_`, which tells the phase by its other bits.
    static constexpr std::uint32_t parked = 1;
    static constexpr std::uint32_t one = 2;

    mutable std::uint32_t phase_ = 0;
    std::uint32_t left_;     ///< how many are still to arrive in this phase
    std::uint32_t expected_; ///< and in the next
};

} // namespace detail

/// A point at which so many threads wait for each other, again and again ([thread.barrier]): each
/// phase is over when as many have arrived as are expected.
///
/// Twelve bytes and what `CompletionFunction` has. Neither copied nor moved. Whoever has waited for
/// the last phase may destroy it if nobody else will wait, also while the thread that ended the
/// phase has not yet returned from `arrive`.
///
/// The completion is called once a phase, by the last thread to arrive in it, before those who wait
/// go on; it sees what was done before each arrival, and they see what it did. It must not throw.
///
/// More arrivals than are expected in the phase, less than one, or a first count that is negative,
/// or above `max()`, which the standard leaves undefined, are reported, and end the program. So is
/// an arrival while another thread ends the phase, also where there is nothing to complete: who has
/// not waited for the end of a phase may not know that the next one has begun.
///
/// Any thread may call any member. None may be called from a signal handler, and none is an
/// interruption point.
template <class CompletionFunction = detail::nothing_to_complete>
class barrier {
    static_assert(std::is_nothrow_invocable_v<CompletionFunction&>,
                  "weft::barrier<f>: f must be noexcept, and take no arguments");

  public:
    /// Of an arrival, for `wait`.
    class arrival_token {
      public:
        arrival_token(arrival_token&&) noexcept = default;
        arrival_token& operator=(arrival_token&&) noexcept = default;

      private:
        friend class barrier;
        explicit arrival_token(std::uint32_t phase) noexcept : phase_(phase) {}
        std::uint32_t phase_;
    };

    /// 2,147,483,647.
    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept {
        return detail::barrier_words::largest;
    }

    /// `expected` threads arrive in each phase.
    constexpr explicit barrier(std::ptrdiff_t expected, CompletionFunction f = CompletionFunction())
        : words_(expected), completion_(std::move(f)) {}
    ~barrier() = default;
    barrier(const barrier&) = delete;
    barrier& operator=(const barrier&) = delete;

    /// Arrives `update` times in the current phase, and does not wait.
    [[nodiscard]] arrival_token arrive(std::ptrdiff_t update = 1) {
        return arrival_token(arrive_in_phase(update).phase);
    }

    /// Waits until the phase of `arrival` is over, which must be the current one, or the one
    /// before. Dummy: throws `deadlock` as `lock_type::acquire` does.
    void wait(arrival_token&& arrival) const {
        words_.wait(arrival.phase_);
        detail::tell_acquire(const_cast<barrier*>(this));
    }

    /// `wait(arrive())`.
    void arrive_and_wait() {
        const auto arrived = arrive_in_phase(1);
        if (!arrived.is_last)
            wait(arrival_token(arrived.phase));
    }

    /// Arrives in the current phase, and has one less expected in those after it.
    void arrive_and_drop() {
        words_.drop();
        static_cast<void>(arrive_in_phase(1));
    }

  private:
    detail::barrier_words::arrival arrive_in_phase(std::ptrdiff_t update) {
        detail::tell_release(this);
        const auto arrived = words_.arrive(update);
        if (arrived.is_last) {
            detail::tell_acquire(this);
            completion_();
            detail::tell_release(this);
            words_.begin_next();
        }
        return arrived;
    }

    detail::barrier_words words_;
    [[no_unique_address]] CompletionFunction completion_;
};

} // namespace weft
