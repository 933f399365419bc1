// Python's `thread` module: multiple threads of control, sharing their global data space.
//
// Everything here means the same on each backend, save where a comment says "Real:" and "Dummy:".
// What is in quotation marks is the specification, Python's own page for the module.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <tuple>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/task.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/detail/wait_until.hpp"
#include "weft/error.hpp"
#include "weft/ident.hpp"
#include "weft/lock.hpp"
#include "weft/version.hpp"

namespace weft {

namespace detail {

WEFT_VISIBLE void sleep_within(std::int64_t nanoseconds);
WEFT_VISIBLE std::size_t count_running() noexcept;

} // namespace detail

/// "Start a new thread and return its identifier. The thread executes the function `function` with
/// the argument list `args` (which must be a tuple)." `kwargs` is any aggregate, so that designated
/// initialisers are the keywords; the function gets it as its last argument:
///
///     start_new_thread(serve, std::tuple{port}, options{.verbose = true});
///
/// The function and the arguments are copied (or moved, where given as rvalues) as by
/// `std::thread`, and passed as rvalues; `std::ref` passes a reference. What the function returns
/// is ignored. The thread destroys the copies as the last thing it does, after the report of an
/// exception: so an argument whose destructor releases a lock tells that the thread is done. Only
/// the destructors of its `thread_local` objects come later.
///
/// "When the function returns, the thread silently exits. When the function terminates with an
/// unhandled exception, a stack trace is printed and then the thread exits (but other threads
/// continue to run)": see `set_excepthook`. `system_exit` ends it silently.
///
/// Real: the function runs at the same time, on a thread of the system. When `main` returns, that
/// thread is killed where it is, "without [...] executing object destructors". Debuggers on Linux
/// and Windows show it by the function, as "main::lambda"; by its ident, as "weft #5", where no
/// name is at hand, as of plain functions on Windows, and of most in a stripped program.
/// Dummy: the function runs inside this call, until it ends or has to wait; then this returns, and
/// the thread goes on when it can, and others wait. Without stacks: to its end.
///
/// In a child of `fork`, only the thread that called it is there, as POSIX has it. It keeps its
/// ident, and is the main thread there: interrupts go to it, other than those that were requested
/// before. `count()` has no others, threads can be started, and locks made; what the others held
/// stays held, and what is on their stacks stays there. The child of a thread that was not the main
/// one ends with status 0 when its last thread does. Dummy without stacks: the threads that this
/// one runs inside of are there, too, and go on when it ends.
///
/// Any thread may call this. An interruption point on its return, when the thread has already been
/// started: see `check_interrupt`.
///
/// Throws `error("can't start new thread: ...")` with the system's reason where the system refuses,
/// std::invalid_argument where `function` is a null pointer, std::bad_alloc, and what copying the
/// arguments throws. Then no thread was started, and the copies are gone.
template <class F, class Args>
ident_t start_new_thread(F&& function, Args&& args) {
    return detail::start_call(std::forward<F>(function), std::forward<Args>(args));
}

template <class F, class Args, class Kwargs>
ident_t start_new_thread(F&& function, Args&& args, Kwargs&& kwargs) {
    return detail::start_call(std::forward<F>(function), std::forward<Args>(args),
                              std::forward<Kwargs>(kwargs));
}

/// The same, without arguments.
template <class F>
ident_t start_new_thread(F&& function) {
    return start_new_thread(std::forward<F>(function), std::tuple<>());
}

/// "Raise the SystemExit exception. When not caught, this will cause the thread to exit silently."
/// Unwinds: destructors run. In the main thread, catch `system_exit` in `main`.
[[noreturn]] WEFT_VISIBLE void exit();

/// "Return the 'thread identifier' of the current thread": what `start_new_thread` returned for it;
/// 1 in the main thread. Not used again for another thread of the process.
/// Any thread may call it, also one that weft did not start.
[[nodiscard]] WEFT_VISIBLE ident_t get_ident() noexcept;

/// How many threads started by `start_new_thread` have not ended yet: Python's `_thread._count()`.
/// What a thread did happened before a `count()` that has it no more, the end of its arguments
/// included; only the destructors of its `thread_local` objects come later.
[[nodiscard]] inline std::size_t count() noexcept {
    const std::size_t running = detail::count_running();
    detail::tell_count();
    return running;
}

/// "Raise a KeyboardInterrupt exception in the main thread. A subthread can use this function to
/// interrupt the main thread."
///
/// Called in the main thread, throws `keyboard_interrupt` at once. Called elsewhere, returns, and
/// the main thread throws it at its next interruption point; a main thread that waits at one is
/// woken. Requests that come before it is thrown count as one. The main thread is the one that
/// initialised weft: the one that runs `main`, but where a plugin brings weft, the one that loaded
/// it, and in a child of `fork`, the one that called that.
///
/// Any thread may call it; a signal handler may not (see `interrupt_on_sigint`).
WEFT_VISIBLE void interrupt_main();

/// An interruption point and nothing else: throws `keyboard_interrupt` in the main thread where an
/// interrupt is pending, and clears that. The others are `start_new_thread`, on its return, and
/// `this_thread::sleep_for` and `sleep_until`. In other threads all of them do nothing.
WEFT_VISIBLE void check_interrupt();

/// While one lives, the interactive interrupt (SIGINT; Ctrl-C) is `interrupt_main()`, instead of
/// what it was before: "interrupts always go to the main thread". System calls that it meets are
/// restarted, so no read fails by it. Several may overlap: the first one sets the handler, and the
/// last end, whichever's it is, restores what was there before the first.
///
/// Any thread may make one. Throws `error` where the system refuses; then nothing has changed.
/// Where the backend is "pthread", Ctrl-C wakes nobody in a child of `fork` while one lives that
/// its parent made: the next interruption point throws.
class WEFT_VISIBLE interrupt_on_sigint {
  public:
    [[nodiscard("SIGINT is redirected while it lives: give it a name")]] interrupt_on_sigint();
    ~interrupt_on_sigint();
    interrupt_on_sigint(const interrupt_on_sigint&) = delete;
    interrupt_on_sigint& operator=(const interrupt_on_sigint&) = delete;
};

/// Sets the stack size of threads started from now on, in bytes, and returns the one that was set
/// before. `size` "must be 0 (use platform or configured default) or a positive integer value of at
/// least 32,768 (32kB)"; a system that takes only certain sizes gets the next larger one.
///
/// Throws std::invalid_argument where the size is too small, or larger than the system can take at
/// all, and `error` "if changing the thread stack size is unsupported". Then "the stack size is
/// unmodified".
/// Dummy without stacks: unsupported, as the function runs on its caller's.
WEFT_VISIBLE std::size_t stack_size(std::size_t size);

/// "If size is not specified, 0 is used": sets the default, and returns the size that was set
/// before. Dummy without stacks: returns 0.
WEFT_VISIBLE std::size_t stack_size();

/// What an unhandled exception is reported by.
struct excepthook_args {
    std::exception_ptr exception;
    ident_t thread;     ///< the thread that it ends, which is the one that runs the hook
    const char* report; ///< what would be printed, with its last newline; lives as long as this
};

using excepthook = void (*)(const excepthook_args&);

/// Has `hook` called, in the thread concerned, for each unhandled exception from now on, instead
/// of the printing; null brings the printing back. Returns the hook that was set before, or null.
/// What the hook throws, `system_exit` included, is printed, and the report after it. It must
/// not end the thread in another way (pthread_exit): that would end the program.
///
/// The report names the function that the thread was started with, the frames of the *throw*, most
/// recent call last, and the exception's type and `what()`, with those of the exceptions nested in
/// it. What is rethrown shows where it was rethrown.
WEFT_VISIBLE excepthook set_excepthook(excepthook hook) noexcept;

/// "futex", "pthread" or "win32", where threads are real, or "dummy".
[[nodiscard]] WEFT_VISIBLE const char* backend_name() noexcept;

namespace this_thread {

/// Waits for `time` on a steady clock, at least; in the main thread, until interrupted. Dummy:
/// where all threads wait, the process sleeps; a time that no clock can tell has no end, and where
/// nobody can end it, main's throws `deadlock`. An interruption point, also where `time` is not
/// positive.
template <class Rep, class Period>
void sleep_for(const std::chrono::duration<Rep, Period>& time) {
    detail::sleep_within(detail::to_nanoseconds(time));
}

/// Waits until `Clock` shows `time`, or longer where it is set forward meanwhile. An interruption
/// point.
template <class Clock, class Duration>
void sleep_until(const std::chrono::time_point<Clock, Duration>& time) {
    detail::sleep_within(detail::nanoseconds_until(time, Clock::now()));
    while (!detail::time_is_virtual()) {
        const auto left = detail::nanoseconds_until(time, Clock::now());
        if (left == 0)
            return;
        detail::sleep_within(left);
    }
}

/// Lets another thread run, where one is ready. Dummy: all that are ready; a loop that polls for
/// what another thread does must call this.
WEFT_VISIBLE void yield() noexcept;

} // namespace this_thread

} // namespace weft
