// The end of a program whose main thread has switched to other stacks.
#pragma once

namespace weft::backend {

/// To be called before the main thread's first switch. The JavaScript that calls main gets what it
/// gives at that switch, as if it had ended there, and loses what it returns; from here on, the
/// program ends when it returns, as it does without switches.
void exit_when_main_returns() noexcept;

/// To be called by what runs on a new stack, at first: Emscripten counts each stack that is left,
/// as a reason to go on after main, and no new one as it is entered.
void enter_stack() noexcept;

} // namespace weft::backend
