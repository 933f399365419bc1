// A thread on a stack of its own.
//
// What a stack is, and how to go over to another, is the mechanism's: a class in `context.hpp`,
// which the include path finds in the mechanism's folder:
//
//     class context {
//         constexpr context();     of the thread that runs, on the stack that the system gave it
//         std::error_code create(std::size_t size, void (*entry)(void*), void* argument);
//                 maps a stack of at least `size` bytes (0: what threads have by default), whose
//                 overflow faults, or is told when it is switched away from (`overflowed`), for
//                 `entry(argument)` to run on when it is first switched to. `entry` never returns.
//                 Says why the system refuses; then it may be tried again
//         ~context();              gives the stack back. REQUIRES: nothing runs on it
//         void switch_to(context& next) noexcept;
//                 goes on where `next` switched away. REQUIRES: this is the one that runs
//         bool begin_anew();       has the next switch to it call `entry` again, whatever was on
//                 its stack; false where that cannot be. REQUIRES: nothing runs on it
//         std::size_t keep(watched_stack& tool);
//                 called by the thread that ends, on the stack, or when nothing runs there: gives
//                 back most of the memory that it has used. Returns how many bytes it keeps at the
//                 most
//         const void* lowest() const;    the stack that it has, for tools
//         std::size_t size() const;
//     };
//
// What is thread-local is in a class in `thread_storage.hpp`, in the folder of who has it:
//
//     class thread_storage {
//         class kept;              what others must not touch of it, put back where its scope ends
//         std::error_code create();    says why the system refuses
//         void begin() noexcept;   on the stack: it is as a thread has it that begins
//         void use(const detail::local_values& values) noexcept;
//                                  has it be that of what runs from here on, where it shows what
//                                  that has of its own
//         static void destroy_objects() noexcept;
//                                  of the running thread, those that end with it
//     };
//
// What wakes threads besides each other, signals and descriptors, is in `outside.hpp`:
//
//     namespace outside {
//         bool may_come();         whether some of that may end a wait, where nothing else can
//         bool is_awaited();       whether a thread awaits some of it, signals apart
//         bool is_due();           asked at each pass: whether `look` is to be called
//         void look();             wakes whom something has come for, without waiting for it
//         void sleep_while(word, expected, deadline);
//                                  as in `sleep.hpp`; also until something has come
//         void interrupted();      of the running thread, by `interrupt`: it may wait, and unwind
//         void stays_interrupted();
//                                  likewise, where it was handed a lock, with which it goes on
//                                  until it waits
//     }
//
// The tools that watch a program's stacks (sanitizers, valgrind) are told by `watched_stack.hpp`,
// in the folder of the tool; what a thread has of floating-point control is in `float_state.hpp`,
// in the folder of the processor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "backend.hpp"
#include "chooser.hpp"
#include "context.hpp" // the mechanism's
#include "fifo.hpp"
#include "float_state.hpp"    // the processor's
#include "thread_storage.hpp" // who has it
#include "watched_stack.hpp"  // the tool's

namespace weft::backend {

struct stack_thread;
struct kept_size;

/// By their deadlines; of equal ones, that which came first is first.
using sleeper_map = std::multimap<deadline_t, stack_thread*>;

/// Once its thread has ended, the next one may run on its stack.
struct stack_thread {
    thread_record record{.ident = 0};
    context own;
    watched_stack watched;
    thread_storage storage;
    kept_size* size = nullptr; ///< among the stacks; the main thread's is none of them

    thread_start* start = nullptr; ///< what it is to run
    thread_end* owed = nullptr;    ///< what is to be done when it has
    float_state float_at_start{};  ///< as its starter has it

    const std::uint32_t* word = nullptr; ///< where it is parked, or was last
    deadline_t deadline = forever;       ///< of that wait
    purpose why = purpose::lock;         ///< likewise
    attempt which = attempt::first;      ///< likewise
    /// How that wait ended; not at all, where nobody could ever run again.
    std::optional<wait_end> ended = wait_end::woken;
    bool is_parked = false;
    bool is_interrupted = false; ///< since it ran last

    next_step next{};  ///< while it is steered
    int pointless = 0; ///< how many scopes of `no_points` it is in

    fifo_links<stack_thread> queued{}; ///< in the queue that it is in
    using queue = fifo<stack_thread, &stack_thread::queued>;

    /// All that wait on one word: one of them carries it, as `wait_queues.cpp` says.
    struct wait_queue {
        queue again; ///< those who wait in an `attempt::again`; they come first
        queue once;
        stack_thread* next = nullptr; ///< carries the queue of another word
    };
    wait_queue carried{};
    std::optional<sleeper_map::iterator> asleep{}; ///< where it is among the sleepers
    std::optional<sleeper_map::node_type> awake{}; ///< what it has for that, while it is not

    fifo_links<stack_thread> same_size{}; ///< among those left by threads that have ended
    std::size_t kept = 0;                 ///< how much memory that one keeps, in bytes

    stack_thread* older = nullptr; ///< among the threads that have not ended
    stack_thread* newer = nullptr;
};

} // namespace weft::backend
