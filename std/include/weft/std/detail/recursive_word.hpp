// The word of a recursive mutex, and how often its owner has it.
#pragma once

#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/lock.hpp"

namespace weft::detail {

/// As `mutex_word`, but who holds it may lock it again, and gives it back as often.
class WEFT_VISIBLE recursive_word {
  public:
    constexpr recursive_word() noexcept = default;
    recursive_word(const recursive_word&) = delete;
    recursive_word& operator=(const recursive_word&) = delete;

    /// Throws std::system_error with `resource_unavailable_try_again` where this thread has it as
    /// often as can be counted, and `deadlock` as `lock_type::acquire` does.
    void lock() {
        if (!take_alone())
            lock_shared();
        tell_acquire(this);
    }

    bool try_lock() noexcept { return told(take_alone() || try_lock_shared()); }

    /// Returns false when so many nanoseconds have passed, also where this thread holds it.
    bool lock_within(std::int64_t nanoseconds) { return told(lock_shared_within(nanoseconds)); }

    /// Where this thread does not hold it, says so, and ends the program.
    void unlock() noexcept {
        tell_release(this);
        if (sole_holder != 0 && word_ == sole_holder && again_ == 0)
            word_ = 0;
        else
            unlock_shared();
    }

    /// Whether the running thread holds it: then it need not wait.
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
    std::uint32_t again_ = 0; // Touched by the owner only: how often it has it besides once.
};

/// As `destroy` of a `mutex_word`.
WEFT_VISIBLE void destroy_held(const recursive_word& mutex) noexcept;

inline void destroy(const recursive_word& mutex) noexcept {
    if (!mutex.is_free())
        destroy_held(mutex);
}

} // namespace weft::detail
