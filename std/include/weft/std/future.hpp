// Futures, and who gives them their results: [futures].
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/duration.hpp"
#include "weft/detail/task.hpp"
#include "weft/detail/wait_until.hpp"
#include "weft/std/detail/future_names.hpp"
#include "weft/std/detail/future_providers.hpp"
#include "weft/std/detail/future_state.hpp"

// `future_errc`, `future_status`, `launch`, `future_error` and `future_category` are the standard's
// where the platform has them, and else the same in weft.

namespace weft {

template <class R>
class shared_future;

namespace detail {

/// What a future and a shared future do.
template <class R>
class awaiting {
  public:
    /// Whether it refers to a state. Without one, the others throw `future_error`, `no_state`.
    [[nodiscard]] bool valid() const noexcept { return state_.is_there(); }

    /// Waits until the result is there; a deferred function is called here, by the first that
    /// waits. Where `async` has started a thread for it, until that has ended, its thread_local
    /// objects destroyed. Dummy: throws `deadlock` where it can never be there; without stacks,
    /// where it is not.
    void wait() const { state_.get().wait(); }

    /// Waits at most `time`, on a steady clock, and returns `ready` or `timeout`; `deferred`, at
    /// once, where a function is to be called. A time that no clock can tell (292 years) is none.
    template <class Rep, class Period>
    future_status wait_for(const std::chrono::duration<Rep, Period>& time) const {
        future_state& state = state_.get();
        const future_status now = state.status();
        const auto left = to_nanoseconds(time);
        if (now != future_status::timeout || left == 0)
            return now;
        return state.wait_within(left) ? future_status::ready : now;
    }

    /// The same until `Clock` shows `time`, or longer where it is set forward meanwhile; without
    /// end where that is more than a century away.
    template <class Clock, class Duration>
    future_status wait_until(const std::chrono::time_point<Clock, Duration>& time) const {
        future_state& state = state_.get();
        const future_status now = state.status();
        if (now != future_status::timeout)
            return now;
        const bool is_ready = detail::wait_until(
            time, [&](std::int64_t nanoseconds) { return state.wait_within(nanoseconds); });
        return is_ready ? future_status::ready : now;
    }

  protected:
    awaiting() noexcept = default;
    explicit awaiting(result_state<R>* state) noexcept : state_(state) {}
    ~awaiting() = default;
    awaiting(const awaiting&) noexcept = default;
    awaiting(awaiting&&) noexcept = default;
    awaiting& operator=(const awaiting&) noexcept = default;
    awaiting& operator=(awaiting&&) noexcept = default;

    state_owner<result_state<R>> state_;
};

template <class R>
struct shared_result {
    using type = const R&;
};
template <class R>
struct shared_result<R&> {
    using type = R&;
};
template <>
struct shared_result<void> {
    using type = void;
};

struct make_future;

} // namespace detail

/// The result of something that is done elsewhere, for one to have: a value, a reference, nothing,
/// or an exception ([futures.unique.future]).
///
/// A pointer wide. Where `async` has started a thread for it, the last future of that waits in its
/// destructor until the thread has ended ([futures.async]/5).
/// Dummy: where that can never be, `deadlock` leaves the destructor, and so ends the program.
template <class R>
class future : public detail::awaiting<R> {
    static_assert(!std::is_array_v<R> && !std::is_function_v<R> &&
                      (std::is_void_v<R> || std::is_reference_v<R> || std::is_destructible_v<R>),
                  "weft::future<R>: R must be an object type, a reference, or void");

  public:
    /// Refers to no state.
    future() noexcept = default;
    ~future() = default;
    future(future&&) noexcept = default;
    future(const future&) = delete;
    /// Lets its state go before.
    future& operator=(future&&) noexcept = default;
    future& operator=(const future&) = delete;

    /// Waits, and returns the value, moved, or throws the exception; in any case it refers to no
    /// state then. `future_error`, `broken_promise`: who was to give it a result is gone.
    R get() {
        detail::result_state<R>& state = this->state_.get();
        state.wait();
        const auto last = std::move(this->state_);
        return state.take();
    }

    /// For more than one to have; this refers to no state then.
    [[nodiscard]] shared_future<R> share() noexcept { return shared_future<R>(std::move(*this)); }

  private:
    friend struct detail::make_future;
    friend class shared_future<R>;
    explicit future(detail::result_state<R>* state) noexcept : detail::awaiting<R>(state) {}
};

/// A future that can be copied, whose result all may have ([futures.shared.future]). What is said
/// of a future's destructor goes for the last copy's.
template <class R>
class shared_future : public detail::awaiting<R> {
  public:
    /// Refers to no state.
    shared_future() noexcept = default;
    ~shared_future() = default;
    shared_future(const shared_future&) noexcept = default;
    shared_future(shared_future&&) noexcept = default;
    /// Has the future's state.
    // NOLINTNEXTLINE(google-explicit-constructor): as the standard has it.
    shared_future(future<R>&& other) noexcept : detail::awaiting<R>(std::move(other)) {}
    /// These let its state go before.
    shared_future& operator=(const shared_future&) noexcept = default;
    shared_future& operator=(shared_future&&) noexcept = default;

    /// Waits, and returns a reference to the value, which lives as long as the last future of it;
    /// or throws the exception. Each thread may call it, by a copy of its own.
    typename detail::shared_result<R>::type get() const {
        const detail::result_state<R>& state = this->state_.get();
        this->wait();
        return state.look();
    }
};

namespace detail {

struct make_future {
    template <class R>
    static future<R> of(result_state<R>* state) noexcept {
        return future<R>(state);
    }
};

/// Who gives a result, and what it shares with the future.
template <class State>
class provider {
  public:
    provider() noexcept = default;
    explicit provider(State* state) noexcept : state_(state) {}
    ~provider() {
        if (state_ != nullptr)
            state_->abandon(has_future_ ? 1 : 2);
    }
    provider(provider&& other) noexcept
        : state_(std::exchange(other.state_, nullptr)),
          has_future_(std::exchange(other.has_future_, false)) {}
    provider& operator=(provider&& other) noexcept {
        provider(std::move(other)).swap(*this);
        return *this;
    }

    void swap(provider& other) noexcept {
        std::swap(state_, other.state_);
        std::swap(has_future_, other.has_future_);
    }

    [[nodiscard]] bool is_there() const noexcept { return state_ != nullptr; }

    /// Throws `no_state` where there is nothing.
    [[nodiscard]] State& get() const {
        if (state_ == nullptr)
            refuse(future_errc::no_state);
        return *state_;
    }

    /// For the future; once.
    [[nodiscard]] State* share() {
        State& state = get();
        if (std::exchange(has_future_, true))
            refuse(future_errc::future_already_retrieved);
        return &state;
    }

  private:
    State* state_ = nullptr;
    bool has_future_ = false; ///< which has a part in the state
};

/// What all promises do.
template <class R>
class promise_of {
  public:
    /// The future of it. Throws `future_already_retrieved` the second time.
    [[nodiscard]] future<R> get_future() { return make_future::of<R>(state_.share()); }

    /// Its result is that exception, which must not be null: that is reported, and ends the
    /// program.
    void set_exception(std::exception_ptr thrown) { state_.get().set_failure(std::move(thrown)); }

    /// The same, but it is there only when the running thread has ended, its thread_local objects
    /// destroyed. The main thread does not end so.
    void set_exception_at_thread_exit(std::exception_ptr thrown) {
        state_.get().set_failure_at_thread_exit(std::move(thrown));
    }

  protected:
    promise_of() : state_(new promised_by_new<R>) {}
    template <class Allocator>
    explicit promise_of(const Allocator& allocator)
        : state_(promised_by<R, Allocator>::made(allocator)) {}
    promise_of(promise_of&&) noexcept = default;
    promise_of& operator=(promise_of&&) noexcept = default;
    ~promise_of() = default;

    provider<promised<R>> state_;
};

} // namespace detail

/// Gives a future its result ([futures.promise]).
///
/// One allocation, which it shares with the future. Moved-from, its members throw `future_error`,
/// `no_state`; with a result, those that would give it another, `promise_already_satisfied`. What
/// throws gives it none. Destroyed without a result, it gives the future `broken_promise`.
///
/// What was done before the result was given is seen after the wait for it. The members that give
/// it a result may be called by several threads at once, of whom one does.
template <class R>
class promise : public detail::promise_of<R> {
  public:
    promise() = default;
    /// What is shared is allocated by a copy of `allocator`.
    template <class Allocator>
    promise(std::allocator_arg_t, const Allocator& allocator) : detail::promise_of<R>(allocator) {}
    promise(promise&&) noexcept = default;
    promise& operator=(promise&&) noexcept = default;
    ~promise() = default;
    promise(const promise&) = delete;
    promise& operator=(const promise&) = delete;

    void swap(promise& other) noexcept { this->state_.swap(other.state_); }
    friend void swap(promise& a, promise& b) noexcept { a.swap(b); }

    /// Its result is a copy of `value`.
    void set_value(const R& value) { this->state_.get().set(value); }
    void set_value(R&& value) { this->state_.get().set(std::move(value)); }

    /// The same, but it is there only when the running thread has ended, its thread_local objects
    /// destroyed. The main thread does not end so.
    void set_value_at_thread_exit(const R& value) { this->state_.get().set_at_thread_exit(value); }
    void set_value_at_thread_exit(R&& value) {
        this->state_.get().set_at_thread_exit(std::move(value));
    }
};

/// The same for a reference.
template <class R>
class promise<R&> : public detail::promise_of<R&> {
  public:
    promise() = default;
    template <class Allocator>
    promise(std::allocator_arg_t, const Allocator& allocator) : detail::promise_of<R&>(allocator) {}
    promise(promise&&) noexcept = default;
    promise& operator=(promise&&) noexcept = default;
    ~promise() = default;
    promise(const promise&) = delete;
    promise& operator=(const promise&) = delete;

    void swap(promise& other) noexcept { this->state_.swap(other.state_); }
    friend void swap(promise& a, promise& b) noexcept { a.swap(b); }

    void set_value(R& value) { this->state_.get().set(value); }
    void set_value_at_thread_exit(R& value) { this->state_.get().set_at_thread_exit(value); }
};

/// The same for what has no value.
template <>
class promise<void> : public detail::promise_of<void> {
  public:
    promise() = default;
    template <class Allocator>
    promise(std::allocator_arg_t, const Allocator& allocator)
        : detail::promise_of<void>(allocator) {}
    promise(promise&&) noexcept = default;
    promise& operator=(promise&&) noexcept = default;
    ~promise() = default;
    promise(const promise&) = delete;
    promise& operator=(const promise&) = delete;

    void swap(promise& other) noexcept { this->state_.swap(other.state_); }
    friend void swap(promise& a, promise& b) noexcept { a.swap(b); }

    void set_value() { this->state_.get().set(); }
    void set_value_at_thread_exit() { this->state_.get().set_at_thread_exit(); }
};

template <class Signature>
class packaged_task;

/// A function whose result, or what it throws, a future has ([futures.task]).
///
/// One allocation, which it shares with the future. Without a function, or moved-from, its members
/// throw `future_error`, `no_state`. Destroyed before it was called, it gives the future
/// `broken_promise`.
template <class R, class... Args>
class packaged_task<R(Args...)> {
  public:
    /// Has no function.
    packaged_task() noexcept = default;

    /// A copy of `function`.
    template <class F>
    // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): not of its own class
    requires(!std::is_same_v<std::remove_cvref_t<F>, packaged_task>) explicit packaged_task(
        F&& function)
        : state_(made(std::forward<F>(function))) {}
    packaged_task(packaged_task&&) noexcept = default;
    packaged_task& operator=(packaged_task&&) noexcept = default;
    ~packaged_task() = default;
    packaged_task(const packaged_task&) = delete;
    packaged_task& operator=(const packaged_task&) = delete;

    void swap(packaged_task& other) noexcept { state_.swap(other.state_); }
    friend void swap(packaged_task& a, packaged_task& b) noexcept { a.swap(b); }

    /// Whether it has a function.
    [[nodiscard]] bool valid() const noexcept { return state_.is_there(); }

    /// The future of the next call. Throws `future_already_retrieved` the second time.
    [[nodiscard]] future<R> get_future() { return detail::make_future::of<R>(state_.share()); }

    /// Calls the function, and gives the future what it returns or throws. Throws
    /// `promise_already_satisfied` where it was called before, also where that has not returned.
    void operator()(Args... args) { state_.get().call(std::forward<Args>(args)...); }

    /// The same, but the result is there only when the running thread has ended, its thread_local
    /// objects destroyed. The main thread does not end so.
    void make_ready_at_thread_exit(Args... args) {
        state_.get().call_until_exit(std::forward<Args>(args)...);
    }

    /// Has the function, moved, be called once more, for another future; the one before gets
    /// `broken_promise` if it was not called. What throws changes nothing.
    void reset() { state_ = state(state_.get().renewed()); }

  private:
    using state = detail::provider<detail::task_state<R, Args...>>;

    template <class F>
    static detail::task_state<R, Args...>* made(F&& function) {
        using callable = std::decay_t<F>;
        constexpr bool fits = std::is_invocable_r_v<R, callable&, Args...>;
        static_assert(fits, "weft::packaged_task<R(Args...)>: the function cannot be called with "
                            "these arguments, or returns another type");
        if constexpr (fits)
            return new detail::task_of<callable, R, Args...>(std::forward<F>(function));
        else
            return nullptr;
    }

    state state_;
};

namespace detail {

/// The function type of a class's call operator.
template <class Operator>
struct call_signature;
template <class R, class T, bool IsNoexcept, class... Args>
struct call_signature<R (T::*)(Args...) noexcept(IsNoexcept)> {
    using type = R(Args...);
};
template <class R, class T, bool IsNoexcept, class... Args>
struct call_signature<R (T::*)(Args...) const noexcept(IsNoexcept)> {
    using type = R(Args...);
};
template <class R, class T, bool IsNoexcept, class... Args>
struct call_signature<R (T::*)(Args...)& noexcept(IsNoexcept)> {
    using type = R(Args...);
};
template <class R, class T, bool IsNoexcept, class... Args>
struct call_signature<R (T::*)(Args...) const& noexcept(IsNoexcept)> {
    using type = R(Args...);
};

} // namespace detail

template <class R, class... Args>
packaged_task(R (*)(Args...)) -> packaged_task<R(Args...)>;
template <class F>
packaged_task(F) -> packaged_task<typename detail::call_signature<decltype(&F::operator())>::type>;

/// Calls a copy of `function` with copies of `args`, as rvalues, and gives the future what that
/// returns or throws ([futures.async]).
///
/// With `launch::async`, in a thread of its own, which is one of weft's as `thread` starts them:
/// `count()` has it, and reports name it by the function. The last future waits until it has ended.
/// With `launch::deferred`, in the thread that is the first to wait for the future without a
/// timeout, or never. With both, as with `launch::async`, but as with `launch::deferred` where the
/// system refuses a thread; with neither, as with `launch::deferred`.
///
/// Throws std::system_error with `resource_unavailable_try_again` where the system refuses a
/// thread, std::bad_alloc, what copying throws, and std::invalid_argument where `function` is a
/// null pointer. Not an interruption point.
/// Real: the function runs at the same time. Dummy: the thread runs inside this, until it ends or
/// has to wait. Without stacks: to its end.
template <class F, class... Args>
[[nodiscard]] future<std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>>
async(launch policy, F&& function, Args&&... args) {
    using result = std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>;
    const detail::started_function name = detail::name_of<std::decay_t<F>>(function);
    const bool starts = (policy & launch::async) == launch::async;
    auto* const state = new detail::launched<result, std::decay_t<F>, std::decay_t<Args>...>(
        starts, std::forward<F>(function), std::forward<Args>(args)...);
    auto launched = detail::make_future::of<result>(state);
    if (starts)
        state->start(name, (policy & launch::deferred) == launch::deferred);
    return launched;
}

/// With `launch::async | launch::deferred`.
template <class F, class... Args>
[[nodiscard]] future<std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>>
async(F&& function, Args&&... args) {
    return weft::async(launch::async | launch::deferred, std::forward<F>(function),
                       std::forward<Args>(args)...);
}

} // namespace weft

/// [futures.promise]/2.
template <class R, class Allocator>
struct std::uses_allocator<weft::promise<R>, Allocator> : std::true_type {};
