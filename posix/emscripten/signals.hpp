// No signal comes to a thread: those that the program raises have their handlers run where that is.
#pragma once

namespace weft::posix {

struct thread;

struct signal_state {};

enum class interruptible { never, unless_restarted, always };

constexpr bool is_jumping(const signal_state&) noexcept {
    return false;
}

/// Never thrown.
struct interrupted_wait {};

class interruptible_wait {
  public:
    explicit interruptible_wait(interruptible) noexcept {}
};

inline void inherit_signals(thread&, const thread&) noexcept {}
inline void forget_signals(thread&) noexcept {}
constexpr void run_handlers() noexcept {}

/// To abort runs no handler.
constexpr void use_default(int) noexcept {}

/// There is no vfork.
constexpr bool is_borrowed() noexcept {
    return false;
}

} // namespace weft::posix
