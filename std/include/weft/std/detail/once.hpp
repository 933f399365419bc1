// What is done once ([thread.once]).
#pragma once

#include <cstdint>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"

namespace weft::detail {

class WEFT_VISIBLE once_state {
  public:
    constexpr once_state() noexcept = default;
    once_state(const once_state&) = delete;
    once_state& operator=(const once_state&) = delete;

    /// Waits for who does it. Returns whether it is for this thread to do: then `finish` follows,
    /// or `abandon`.
    [[nodiscard]] bool begin() {
        const bool is_first = begin_shared();
        tell_acquire(this);
        return is_first;
    }
    void finish() noexcept {
        tell_release(this);
        finish_shared();
    }
    /// Another one may do it.
    void abandon() noexcept {
        tell_release(this);
        abandon_shared();
    }

  private:
    bool begin_shared();
    void finish_shared() noexcept;
    void abandon_shared() noexcept;

    std::uint32_t word_ = 0;
};

/// The call that does it.
class once_call {
  public:
    explicit once_call(once_state& state) noexcept : state_(state) {}
    ~once_call() {
        if (has_returned)
            state_.finish();
        else
            state_.abandon();
    }
    once_call(const once_call&) = delete;
    once_call& operator=(const once_call&) = delete;

    bool has_returned = false;

  private:
    once_state& state_;
};

} // namespace weft::detail
