// The two words of a shared mutex.
#pragma once

#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"

namespace weft::detail {

/// Constant-initialised and free. Trivially destroyed: who has it as a member says what becomes of
/// one that a thread has then.
class WEFT_VISIBLE shared_state {
  public:
    constexpr shared_state() noexcept = default;
    shared_state(const shared_state&) = delete;
    shared_state& operator=(const shared_state&) = delete;

    // Those that wait throw std::system_error with `resource_deadlock_would_occur` where this
    // thread has it alone, and `deadlock` as a lock does.

    void lock() {
        take_alone();
        tell_acquire(this);
    }
    bool try_lock() noexcept { return told(try_take_alone()); }
    /// Returns false when so many nanoseconds have passed.
    bool lock_within(std::int64_t nanoseconds) { return told(take_alone_within(nanoseconds)); }
    /// Where this thread does not have it alone, says so, and ends the program.
    void unlock() noexcept {
        tell_release(this);
        give_back_alone();
    }

    void lock_shared() {
        take_share();
        tell_acquire(this);
    }
    bool try_lock_shared() noexcept { return told(try_take_share()); }
    bool lock_shared_within(std::int64_t nanoseconds) {
        return told(take_share_within(nanoseconds));
    }
    /// Where nobody shares it, says so, and ends the program.
    void unlock_shared() noexcept {
        tell_release(this);
        give_back_share();
    }

    [[nodiscard]] bool is_free() const noexcept { return state_ == 0; }

  private:
    bool told(bool locked) noexcept {
        if (locked)
            tell_acquire(this);
        return locked;
    }

    void take_alone();
    bool try_take_alone() noexcept;
    bool take_alone_within(std::int64_t nanoseconds);
    void give_back_alone() noexcept;
    void take_share();
    bool try_take_share() noexcept;
    bool take_share_within(std::int64_t nanoseconds);
    void give_back_share() noexcept;

    std::uint32_t state_ = 0;
    std::uint32_t gate_ = 0;
};

/// Waited for as a `mutex_word` is.
struct share_of {
    shared_state& state;
    bool try_lock() noexcept { return state.try_lock_shared(); }
    bool lock_within(std::int64_t nanoseconds) { return state.lock_shared_within(nanoseconds); }
};

/// As `destroy` of a `mutex_word`.
WEFT_VISIBLE void destroy_held(const shared_state& mutex) noexcept;

inline void destroy(const shared_state& mutex) noexcept {
    if (!mutex.is_free())
        destroy_held(mutex);
}

} // namespace weft::detail
