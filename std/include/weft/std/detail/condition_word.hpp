// The words of a condition variable.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/wait_until.hpp"

namespace weft::detail {

/// Constant-initialised, without waiters.
///
/// Each wait begins while the program holds what it unlocks then, notes how often it has been
/// notified until then, and parks while that is so: so no notification is missed. Who notifies
/// wakes one that is parked; one that has begun to wait, and is not, sees that it has been. That
/// none waits is known without a call of the system's.
class WEFT_VISIBLE condition_word {
  public:
    constexpr condition_word() noexcept = default;
    condition_word(const condition_word&) = delete;
    condition_word& operator=(const condition_word&) = delete;

    void notify_one() noexcept;
    void notify_all() noexcept;

    /// The same, for who has not been in what the waiters hold when they begin: wakes one that has
    /// begun since, too.
    void notify_all_unseen() noexcept;

    /// Waits until those have left that have been notified. Where one has not, says so, and ends
    /// the program. Throws `deadlock` where they never can.
    void destroy();

  private:
    friend class condition_wait;

    std::uint32_t sequence_ = 0; ///< how often it was notified while threads waited
    std::uint32_t waiting_ = 0;  ///< how many threads wait, and what others do meanwhile
};

/// A deadline that never comes.
inline constexpr std::int64_t no_deadline = std::numeric_limits<std::int64_t>::max();

/// The moment that is so many nanoseconds away.
[[nodiscard]] WEFT_VISIBLE std::int64_t deadline_after(std::int64_t nanoseconds) noexcept;

/// That the running thread waits, from before it unlocks.
class WEFT_VISIBLE condition_wait {
  public:
    explicit condition_wait(condition_word& condition) noexcept;
    ~condition_wait() { leave(); }
    condition_wait(const condition_wait&) = delete;
    condition_wait& operator=(const condition_wait&) = delete;

    /// Returns false where it was not notified, and the deadline has passed. Throws `deadlock`.
    bool until(std::int64_t deadline);

    /// The same until `Clock` shows `time`; looks once, where that has passed, so that others go on
    /// meanwhile.
    template <class Clock, class Duration>
    bool until(const std::chrono::time_point<Clock, Duration>& time) {
        auto left = nanoseconds_until(time, Clock::now());
        do {
            if (until(deadline_after(left)))
                return true;
            left = time_is_virtual() ? 0 : nanoseconds_until(time, Clock::now());
        } while (left != 0);
        return false;
    }

    /// From here on, the condition may be gone.
    void leave() noexcept;

  private:
    condition_word* condition_; ///< null: it has left
    std::uint32_t sequence_;    ///< when it began
    /// Whether it began while another thread was about to wake one: that one may be this.
    bool may_take_anothers_;
};

} // namespace weft::detail
