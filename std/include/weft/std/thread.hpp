// The standard's threads: [thread.thread.class], [thread.jthread.class], [thread.thread.this].
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/task.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/ident.hpp"
#include "weft/std/stop_token.hpp"
#include "weft/thread.hpp" // this_thread::yield, sleep_for, sleep_until

namespace weft {

namespace detail {

/// What a thread and the `thread` that stands for it share.
struct thread_state;

/// Starts a thread that runs `work`, which it owns from here on. `teller` is a `release_teller`.
WEFT_VISIBLE thread_state* start_joinable(task* work, void (*teller)(void*));

inline thread_state* start_thread(task* work) {
    return start_joinable(work, release_teller);
}

WEFT_VISIBLE ident_t ident_of(const thread_state& thread) noexcept;
WEFT_VISIBLE void wait_for_end(const thread_state& thread);
/// REQUIRES: it has ended.
WEFT_VISIBLE void forget_ended(const thread_state& thread) noexcept;
/// Nobody will wait for it.
WEFT_VISIBLE void detach(thread_state& thread) noexcept;
/// Says that the running thread does that, as it "destroys", and ends the program.
[[noreturn]] WEFT_VISIBLE void lose(const thread_state& thread, const char* does) noexcept;
[[noreturn]] WEFT_VISIBLE void refuse_not_joinable();

} // namespace detail

/// A thread of execution, and what stands for it ([thread.thread.class]).
///
/// It is one of weft's: `get_ident()` tells in it the number that its id is, `count()` counts it
/// until its function has returned, reports name it by that function. Unlike one that
/// `start_new_thread` starts, it ends the program by an exception that leaves its function: the
/// traceback of the throw is printed, or given to the hook of `set_excepthook`; then it is
/// std::terminate that is called
/// ([thread.thread.constr]/7). `system_exit` ends the thread alone, in silence.
///
/// There is no `native_handle`: what a backend has for one is not the same on all.
///
/// Real: the function runs at the same time, on a thread of the system. Dummy: it runs inside the
/// constructor, until it ends or has to wait. Without stacks: to its end.
class WEFT_VISIBLE thread {
  public:
    /// Identifies a thread, or none ([thread.thread.id]). Not used again for another thread.
    class id;

    /// Stands for no thread.
    thread() noexcept = default;

    /// Starts a thread that invokes a copy of `function` with copies of `args`, as rvalues; member
    /// functions, too ([thread.thread.constr]). Not an interruption point.
    ///
    /// Throws std::system_error with `resource_unavailable_try_again` where the system refuses,
    /// std::bad_alloc, what copying throws, and std::invalid_argument where `function` is a null
    /// pointer, which the standard leaves undefined. Then no thread was started.
    template <class F, class... Args>
    requires(!std::is_same_v<std::remove_cvref_t<F>, thread>) explicit thread(F&& function,
                                                                              Args&&... args)
        : state_(started(std::forward<F>(function), std::forward<Args>(args)...)) {}

    /// Where it is joinable, says which thread is lost and where, and calls std::terminate
    /// ([thread.thread.destr]).
    ~thread() {
        if (joinable())
            detail::lose(*state_, "destroys");
    }

    thread(thread&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

    /// Where this one is joinable, does as the destructor does ([thread.thread.assign]).
    thread& operator=(thread&& other) noexcept {
        if (joinable())
            detail::lose(*state_, "assigns to");
        state_ = std::exchange(other.state_, nullptr);
        return *this;
    }

    void swap(thread& other) noexcept { std::swap(state_, other.state_); }
    friend void swap(thread& a, thread& b) noexcept { a.swap(b); }

    /// Whether it stands for a thread ([thread.thread.member]).
    [[nodiscard]] bool joinable() const noexcept { return state_ != nullptr; }

    /// Waits until the thread has ended, its thread_local objects destroyed. What it did happened
    /// before this returns.
    ///
    /// Throws std::system_error: `resource_deadlock_would_occur` in the thread itself, and
    /// `invalid_argument` where it is not joinable. Dummy: throws `deadlock` where the thread can
    /// never end, and it stays joinable; in the main thread, without stacks in any.
    void join() {
        if (!joinable())
            detail::refuse_not_joinable();
        detail::wait_for_end(*state_);
        detail::tell_acquire(state_);
        detail::forget_ended(*std::exchange(state_, nullptr));
    }

    /// Lets the thread go on without this. Throws std::system_error, `invalid_argument`, where it
    /// is not joinable.
    void detach() {
        if (!joinable())
            detail::refuse_not_joinable();
        detail::detach(*std::exchange(state_, nullptr));
    }

    [[nodiscard]] id get_id() const noexcept;

    /// How many threads can run at the same time ([thread.thread.static]); 0 where that is not
    /// known. Dummy: 1.
    [[nodiscard]] static unsigned hardware_concurrency() noexcept;

  private:
    template <class F, class... Args>
    static detail::thread_state* started(F&& function, Args&&... args) {
        constexpr bool copied = std::is_constructible_v<std::decay_t<F>, F> &&
                                (std::is_constructible_v<std::decay_t<Args>, Args> && ...);
        static_assert(copied, "weft::thread: the function and each argument are copied for the "
                              "thread; what cannot be copied must be moved in");
        constexpr bool fits = std::is_invocable_v<std::decay_t<F>, std::decay_t<Args>...>;
        static_assert(fits || !copied,
                      "weft::thread: the function cannot be called with these arguments; it is "
                      "passed copies of them as rvalues (std::ref(x) passes a reference)");
        if constexpr (copied && fits) {
            using task = detail::call<std::decay_t<F>, std::decay_t<Args>...>;
            return detail::start_as<detail::start_thread, task>(std::forward<F>(function),
                                                                std::forward<Args>(args)...);
        } else {
            return nullptr;
        }
    }

    detail::thread_state* state_ = nullptr;
};

namespace this_thread {

/// Of the running thread, whoever started it ([thread.thread.this]).
[[nodiscard]] thread::id get_id() noexcept;

} // namespace this_thread

class thread::id {
  public:
    /// Of no thread.
    constexpr id() noexcept = default;

    friend constexpr bool operator==(id, id) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(id, id) noexcept = default;

    /// The thread's ident, as reports have it.
    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                        id thread) {
        if (thread == id())
            return out << "no thread";
        return out << thread.ident_;
    }

  private:
    friend class thread;
    friend id this_thread::get_id() noexcept;
    friend struct std::hash<id>;

    constexpr explicit id(ident_t ident) noexcept : ident_(ident) {}

    ident_t ident_ = 0;
};

inline thread::id thread::get_id() const noexcept {
    return id(joinable() ? detail::ident_of(*state_) : 0);
}

inline thread::id this_thread::get_id() noexcept {
    return thread::id(get_ident());
}

/// A thread that is asked to stop, and joined, by its destructor ([thread.jthread.class]).
///
/// All that is said of `thread` is true of it. Its stop state is an allocation more.
class jthread {
  public:
    using id = thread::id;

    jthread() noexcept : source_(nostopstate) {}

    /// As `thread`'s. A function that takes a `stop_token` as its first argument is given one
    /// ([thread.jthread.cons]).
    template <class F, class... Args>
    requires(!std::is_same_v<std::remove_cvref_t<F>, jthread>) explicit jthread(F&& function,
                                                                                Args&&... args)
        : thread_(started(source_, std::forward<F>(function), std::forward<Args>(args)...)) {}

    /// Asks the thread to stop, and waits for its end. Dummy: where that can never come, the
    /// `deadlock` ends the program, as the destructor lets nothing out.
    ~jthread() { end(); }

    jthread(jthread&&) noexcept = default;

    /// Does as the destructor does first.
    jthread& operator=(jthread&& other) noexcept {
        if (this == &other)
            return *this;
        end();
        source_ = std::move(other.source_);
        thread_ = std::move(other.thread_);
        return *this;
    }

    void swap(jthread& other) noexcept {
        source_.swap(other.source_);
        thread_.swap(other.thread_);
    }
    friend void swap(jthread& a, jthread& b) noexcept { a.swap(b); }

    // As `thread` has them ([thread.jthread.mem]):
    [[nodiscard]] bool joinable() const noexcept { return thread_.joinable(); }
    void join() { thread_.join(); }
    void detach() { thread_.detach(); }
    [[nodiscard]] id get_id() const noexcept { return thread_.get_id(); }
    [[nodiscard]] static unsigned hardware_concurrency() noexcept {
        return thread::hardware_concurrency();
    }

    // [thread.jthread.stop]
    [[nodiscard]] stop_source get_stop_source() noexcept { return source_; }
    [[nodiscard]] stop_token get_stop_token() const noexcept { return source_.get_token(); }
    bool request_stop() noexcept { return source_.request_stop(); }

  private:
    template <class F, class... Args>
    static thread started(const stop_source& source, F&& function, Args&&... args) {
        if constexpr (std::is_invocable_v<std::decay_t<F>, stop_token, std::decay_t<Args>...>)
            return thread(std::forward<F>(function), source.get_token(),
                          std::forward<Args>(args)...);
        else
            return thread(std::forward<F>(function), std::forward<Args>(args)...);
    }

    void end() noexcept {
        if (!joinable())
            return;
        request_stop();
        join();
    }

    stop_source source_;
    thread thread_;
};

} // namespace weft

/// [thread.thread.id]/13.
template <>
struct std::hash<weft::thread::id> {
    [[nodiscard]] std::size_t operator()(weft::thread::id thread) const noexcept {
        return std::hash<weft::ident_t>()(thread.ident_);
    }
};
