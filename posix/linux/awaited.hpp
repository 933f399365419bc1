// Waiting for what the system tells: that descriptors are ready, that a child has ended.
#pragma once

#include <cstdint>
#include <poll.h>
#include <span>

#include "clock.hpp"

namespace weft::posix {

/// Kept by who waits.
struct awaited {
    /// Any of them, as `poll` has it, which fills in what has come.
    std::span<pollfd> descriptors{};
    /// Or this, which does not wait; null: nothing else. It is asked every few milliseconds, where
    /// nobody can run.
    bool (*has_come)(awaited&) noexcept = nullptr;

    std::uint32_t word = 0;
    awaited* older = nullptr;
    awaited* newer = nullptr;
};

/// Lets other threads run until it has come: true; or the deadline has passed. A cancellation point
/// and an interruptible one where the caller is in one. In a child of vfork, the process waits.
/// Throws std::bad_alloc.
bool wait_for(awaited& what, deadline_t deadline);

} // namespace weft::posix
