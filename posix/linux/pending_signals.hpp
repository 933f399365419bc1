// Signals that have come, and were not taken yet.
#pragma once

#include <csignal>

#include "signal_set.hpp"

namespace weft::posix {

/// Of a thread, or of the process. There is room for so many in all of them, and none is allocated.
class pending_signals {
  public:
    struct one;

    [[nodiscard]] signal_set set() const noexcept { return set_; }
    /// A signal that is there already is not added again, but a realtime one, which there may be no
    /// room for: false.
    bool add(const siginfo_t& info) noexcept;
    /// The oldest of that number. REQUIRES: there is one.
    siginfo_t take(int signal) noexcept;
    void drop(int signal) noexcept;
    void drop_all() noexcept;

  private:
    signal_set set_;
    one* oldest_ = nullptr;
};

} // namespace weft::posix
