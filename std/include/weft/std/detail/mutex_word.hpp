// The word of a mutex: a lock that only the thread which holds it gives back.
#pragma once

#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/lock.hpp"

namespace weft::detail {

/// Constant-initialised and free. Trivially destroyed: who has it as a member says what becomes of
/// one that is held then.
class WEFT_VISIBLE mutex_word {
  public:
    constexpr mutex_word() noexcept = default;
    mutex_word(const mutex_word&) = delete;
    mutex_word& operator=(const mutex_word&) = delete;

    /// Waits for it. Throws std::system_error with `resource_deadlock_would_occur` where this
    /// thread holds it, as the standard allows ([thread.mutex.requirements.mutex]/11), and
    /// `deadlock` as `lock_type::acquire` does.
    void lock() {
        if (!take_alone())
            lock_shared();
        tell_acquire(this);
    }

    bool try_lock() noexcept { return told(take_alone() || try_lock_shared()); }

    /// Returns false when so many nanoseconds have passed. Throws as `lock`.
    bool lock_within(std::int64_t nanoseconds) { return told(lock_shared_within(nanoseconds)); }

    /// Where this thread does not hold it, says so, and ends the program.
    void unlock() noexcept {
        tell_release(this);
        if (sole_holder != 0 && word_ == sole_holder)
            word_ = 0;
        else
            unlock_shared();
    }

    /// Whether the running thread holds it.
    [[nodiscard]] bool is_mine() const noexcept;

    [[nodiscard]] bool is_free() const noexcept { return word_ == 0; }

  private:
    bool take_alone() noexcept {
        if (sole_holder == 0 || word_ != 0)
            return false;
        word_ = sole_holder;
        return true;
    }

    bool told(bool locked) noexcept {
        if (locked)
            tell_acquire(this);
        return locked;
    }

    void lock_shared();
    bool try_lock_shared() noexcept;
    bool lock_shared_within(std::int64_t nanoseconds);
    void unlock_shared() noexcept;

    std::uint32_t word_ = 0;
};

/// What becomes of a mutex that is destroyed: built with -Dchecks, one that is held says so, and
/// ends the program.
WEFT_VISIBLE void destroy_held(const mutex_word& mutex) noexcept;

inline void destroy(const mutex_word& mutex) noexcept {
    if (!mutex.is_free())
        destroy_held(mutex);
}

} // namespace weft::detail
