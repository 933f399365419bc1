// Which signals each thread blocks, and the process: those that all its threads block.
#pragma once

#include "signals.hpp"
#include "thread.hpp"

namespace weft::posix {

/// The running thread, to which signals may be distributed from here on.
thread& receiver() noexcept;

/// The oldest of those that signals may be distributed to, main first; or null.
thread* first_receiver() noexcept;
/// The one that runs; null where it begins or ends, which is in the midst of weft.
thread* running_receiver() noexcept;
bool is_only_receiver(const thread& which) noexcept;

/// What each of them blocks.
signal_set blocked_by_all() noexcept;

/// Has the running thread block these. What was pending, and is not blocked any more, is still so.
void block(thread& own, signal_set wanted) noexcept;
/// The same, but the kernel is told later: by `unblock_in_kernel`, or what `handler_ends` returns.
void will_block(thread& own, signal_set wanted) noexcept;

/// For a scope, as in sigsuspend and ppoll: the running thread blocks these instead. Handlers run
/// only in its waits, and in `take_signals`, which is called before: none runs too early to end
/// them. After the scope, `run_handlers` runs those of what is not blocked any more.
class blocked_meanwhile {
  public:
    blocked_meanwhile(thread& own, signal_set wanted);
    ~blocked_meanwhile();
    blocked_meanwhile(const blocked_meanwhile&) = delete;
    blocked_meanwhile& operator=(const blocked_meanwhile&) = delete;

  private:
    thread& own_;
    signal_set before_;
};

/// Has the kernel block these until the next call.
void block_in_kernel(signal_set wanted) noexcept;
/// Has it block what all threads do.
void unblock_in_kernel() noexcept;
/// A handler of the system's has begun, during which the kernel blocks all; or it ends, and the
/// kernel has the mask that is returned.
void handler_begins() noexcept;
signal_set handler_ends() noexcept;

} // namespace weft::posix
