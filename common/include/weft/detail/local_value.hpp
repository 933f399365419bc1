// What a thread has of variables of which each thread has its own.
#pragma once

#include <cstdint>

#include "weft/detail/attributes.hpp"

namespace weft {

struct own_locals;

namespace detail {

/// What a variable is found by.
struct local_key {
    /// Where its values are in each thread's table. Given out at its first use, and again when it
    /// is gone; before, it is in no table.
    std::uint32_t index = 0xFFFFFFFF;
    /// No other variable has it, had it, or will have it.
    std::uint32_t serial = 0;
};

/// A thread's value of one, but for the value itself.
struct local_value {
    enum class step : std::uint8_t { destroy, give_back };

    explicit local_value(void (*made_by)(local_value&, step) noexcept) : end(made_by) {}
    local_value(const local_value&) = delete;
    local_value& operator=(const local_value&) = delete;

    /// Destroys the value; or gives back the memory of all of this, where that has been done, or
    /// never will be.
    void (*end)(local_value&, step) noexcept;
    local_key key{};
    local_value* older = nullptr; ///< made by the same thread
    local_value* newer = nullptr;
    local_value* behind = nullptr; ///< at the same place of the table

  protected:
    ~local_value() = default;
};

/// The place in a thread's table.
struct local_slot {
    static constexpr std::uint32_t nobody = 1; ///< no variable's serial

    std::uint32_t serial = nobody; ///< of the variable whose value is in front
    local_value* value = nullptr;
};

/// A thread's table; its slots are behind it.
struct alignas(local_slot) local_values {
    std::uint32_t size;
    own_locals* owner; ///< null where the thread has no values

    [[nodiscard]] const local_slot* slots() const {
        return reinterpret_cast<const local_slot*>(this + 1);
    }
};

/// The value of the running thread, or null.
WEFT_VISIBLE local_value* find_value(const local_key& key) noexcept;

/// While the running thread makes a value.
class WEFT_VISIBLE making {
  public:
    /// Owns `room`, whether this throws or not. Throws std::bad_alloc.
    making(local_key& key, local_value* room);
    /// Gives it back where it is not done.
    ~making();
    making(const making&) = delete;
    making& operator=(const making&) = delete;

    /// The value is there, and the thread's.
    void done() noexcept;

  private:
    local_value* room_;
};

/// The variable is gone. Destroys the value of the running thread.
WEFT_VISIBLE void end_local(const local_key& key) noexcept;

} // namespace detail

} // namespace weft
