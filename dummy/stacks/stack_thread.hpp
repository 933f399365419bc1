// A thread on a stack of its own.
//
// What a stack is, and how to go over to another, is the mechanism's: a class in `context.hpp`,
// which the include path finds in the mechanism's folder:
//
//     class context {
//         constexpr context();     of the thread that runs, on the stack that the system gave it
//         std::error_code create(std::size_t size, void (*entry)(void*), void* argument);
//                 maps a stack of at least `size` bytes (0: what threads have by default), whose
//                 overflow faults, for `entry(argument)` to run on when it is first switched to.
//                 `entry` never returns. Says why the system refuses; then it may be tried again
//         ~context();              gives the stack back. REQUIRES: nothing runs on it
//         void switch_to(context& next) noexcept;
//                 goes on where `next` switched away. REQUIRES: this is the one that runs
//         const void* lowest() const;    the stack that it has, for tools
//         std::size_t size() const;
//     };
//
// The tools that watch a program's stacks (sanitizers, valgrind) are told by `watched_stack.hpp`,
// in the folder of the tool; what a thread has of floating-point control is in `float_state.hpp`,
// in the folder of the processor.
#pragma once

#include <cstddef>
#include <cstdint>

#include "backend.hpp"
#include "context.hpp"
#include "float_state.hpp"
#include "watched_stack.hpp"

namespace weft::backend {

enum class wake_reason {
    unparked,
    too_late, ///< its deadline has passed
    hopeless, ///< nobody could ever run again
};

/// Once its thread has ended, the next one may run on its stack.
struct stack_thread {
    thread_record record{.ident = 0};
    context own;
    watched_stack watched;
    std::size_t stack_size = 0; ///< as it was asked for

    thread_start* start = nullptr; ///< what it is to run
    float_state float_at_start{};  ///< as its starter has it

    const std::uint32_t* word = nullptr; ///< where it is parked, or was last
    deadline_t deadline = forever;       ///< of that wait
    wake_reason woken = wake_reason::unparked;

    stack_thread* next = nullptr;  ///< in the queue that it is in
    stack_thread* older = nullptr; ///< among the threads that have not ended
    stack_thread* newer = nullptr;
};

} // namespace weft::backend
