// What a thread has in thread-local storage that all share, and others must not touch while it
// waits.
#pragma once

#include <cerrno>

#include "exception_state.hpp" // the C++ runtime's

namespace weft::backend {

/// Kept for a scope.
class shared_state {
  public:
    shared_state() = default;
    ~shared_state() {
        exceptions_.put();
        place_of_errno() = errno_;
    }
    shared_state(const shared_state&) = delete;
    shared_state& operator=(const shared_state&) = delete;

    /// As a thread has it that begins.
    static void begin() noexcept {
        place_of_errno() = 0;
        exception_state().put();
    }

  private:
    /// Asked for once, as there is one thread of the system.
    static int& place_of_errno() noexcept {
        static constinit int* known = nullptr;
        if (known == nullptr)
            known = &errno;
        return *known;
    }

    int errno_ = place_of_errno();
    exception_state exceptions_ = exception_state::taken();
};

} // namespace weft::backend
