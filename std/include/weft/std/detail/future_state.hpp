// What a promise and its futures share ([futures.state]).
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/task.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/lock.hpp"
#include "weft/std/detail/future_names.hpp"

namespace weft::detail {

/// Throws `future_error`.
[[noreturn]] WEFT_VISIBLE void refuse(future_errc why);

/// All but the value. Owned by promises and futures: the last to let go destroys it.
class WEFT_VISIBLE future_state {
  public:
    future_state(const future_state&) = delete;
    future_state& operator=(const future_state&) = delete;

    void add_owner() noexcept {
        if (sole_holder != 0)
            ++owners_;
        else
            add_owner_shared();
    }

    void let_go() noexcept {
        tell_release(this);
        if (sole_holder == 0)
            let_go_shared(1);
        else if (--owners_ == 0)
            destroy();
    }

    /// By who was to give it a result, and has so many owners' parts: futures that wait for that
    /// get `broken_promise`.
    void abandon(std::uint32_t parts) noexcept {
        tell_release(this);
        if (sole_holder == 0 || ((word_ & stored) == 0 && owners_ != parts))
            abandon_shared(parts);
        else if ((owners_ -= parts) == 0)
            destroy();
    }

    // Waiting:

    /// Until it is ready. Runs what is deferred.
    void wait() {
        if (sole_holder == 0 || (word_ & ready) == 0)
            wait_shared();
        tell_acquire(this);
    }

    /// Returns false when so many nanoseconds have passed. Runs nothing.
    bool wait_within(std::int64_t nanoseconds) {
        const bool is_ready = wait_shared_within(nanoseconds);
        if (is_ready)
            tell_acquire(this);
        return is_ready;
    }

    /// `timeout` where it is not ready, and nothing is deferred.
    [[nodiscard]] future_status status() noexcept {
        const future_status now = status_shared();
        if (now == future_status::ready)
            tell_acquire(this);
        return now;
    }

    /// Throws what was stored in place of a value. REQUIRES: it is ready.
    void expect_value() const {
        if (!has_value())
            throw_stored();
    }

    // Giving it a result: `claim`, and write it; then `publish`, or `unclaim` where that failed.

    // What it is:
    static constexpr std::uint32_t value = 8;
    static constexpr std::uint32_t failure = 16; ///< an exception
    static constexpr std::uint32_t broken = 32;  ///< There will be none.

    /// Throws `promise_already_satisfied` where it has a result; waits where another thread writes
    /// one.
    void claim() {
        if (sole_holder != 0 && word_ == 0)
            word_ = taken;
        else
            claim_shared();
    }

    /// The same, but does not wait: then it is satisfied, too.
    void claim_once() {
        if (sole_holder != 0 && word_ == 0)
            word_ = taken;
        else
            claim_once_shared();
    }

    void unclaim() noexcept;

    void publish(std::uint32_t what) noexcept {
        tell_release(this);
        if (sole_holder != 0 && (word_ & parked) == 0)
            word_ |= stored | ready | what;
        else
            publish_shared(what);
    }

    void set_failure(std::exception_ptr thrown);
    /// By who has claimed it.
    void write_failure(std::exception_ptr thrown) noexcept { failure_ = std::move(thrown); }

    // The same, but it is ready only when the running thread has ended, its thread_local objects
    // destroyed:

    class thread_exit;
    /// Of the running thread. Does nothing yet. Where it throws, unclaims this.
    [[nodiscard]] thread_exit& at_thread_exit();
    /// In place of `publish`.
    void publish_at(thread_exit& exit, std::uint32_t what) noexcept {
        publish_at(exit, what, release_teller);
    }
    void set_failure_at_thread_exit(std::exception_ptr thrown) {
        set_failure_at_thread_exit(std::move(thrown), release_teller);
    }

  protected:
    // What the word holds besides:
    static constexpr std::uint32_t parked = 1;     ///< Threads may be parked on it.
    static constexpr std::uint32_t taken = 2;      ///< One has begun that the result will be of.
    static constexpr std::uint32_t stored = 4;     ///< It is there.
    static constexpr std::uint32_t ready = 64;     ///< Who waits for it may go on.
    static constexpr std::uint32_t deferred = 128; ///< Who waits first is to `run` it.
    /// A thread was started to `run` it: whose end is waited for.
    static constexpr std::uint32_t threaded = 256;

    future_state(std::uint32_t first, std::uint32_t owners) noexcept
        : word_(first), owners_(owners) {}
    ~future_state() = default;

    /// Where it is ready.
    [[nodiscard]] bool has_value() const noexcept {
        return ((sole_holder == 0 ? result_shared() : word_) & value) != 0;
    }

    // For what is launched:

    /// What is written in `run` is there.
    void keep(std::uint32_t what) noexcept;

    /// Room for what the library knows of a thread.
    struct thread_room {
        alignas(std::max_align_t) std::byte bytes[12 * sizeof(void*) + 16];
    };

    /// Has a thread of that name `run`; it is ready when that has ended. Where the system refuses
    /// it, this is deferred if it may be; else throws std::system_error,
    /// `resource_unavailable_try_again`.
    void start(started_function name, bool may_be_deferred) {
        start_thread(name, may_be_deferred, release_teller);
    }

  private:
    friend struct async_task;
    friend struct async_thread;

    virtual void destroy() noexcept = 0;
    // For what is launched:

    /// Writes the result, and calls `keep`.
    virtual void run();
    virtual thread_room& room() noexcept;

    static void expect_exception(const std::exception_ptr& thrown) noexcept;
    [[nodiscard]] std::uint32_t result_shared() const noexcept;
    void add_owner_shared() noexcept;
    void let_go_shared(std::uint32_t parts) noexcept;
    void abandon_shared(std::uint32_t parts) noexcept;
    void wait_shared();
    bool wait_shared_within(std::int64_t nanoseconds);
    [[nodiscard]] future_status status_shared() noexcept;
    [[noreturn]] void throw_stored() const;
    void claim_shared();
    void claim_once_shared();
    void publish_shared(std::uint32_t what) noexcept;
    void publish_at(thread_exit& exit, std::uint32_t what, void (*teller)(void*)) noexcept;
    void set_failure_at_thread_exit(std::exception_ptr thrown, void (*teller)(void*));
    void start_thread(started_function name, bool may_be_deferred, void (*teller)(void*));
    bool wait_till(long long deadline);
    bool run_deferred();
    void make_ready() noexcept;

    std::uint32_t word_;
    std::uint32_t owners_; ///< their parts
    std::exception_ptr failure_;
};

/// The value, which is there if the state says so.
template <class R>
class result_state : public future_state {
    using stored_type = std::remove_cv_t<R>;

  public:
    template <class... Given>
    void emplace(Given&&... given) {
        ::new (static_cast<void*>(std::addressof(value_)))
            stored_type(std::forward<Given>(given)...);
    }
    /// What `call` returns.
    template <class F>
    void emplace_result(F&& call) {
        ::new (static_cast<void*>(std::addressof(value_))) stored_type(std::forward<F>(call)());
    }

    [[nodiscard]] R take() {
        expect_value();
        return std::move(value_);
    }
    [[nodiscard]] const R& look() const {
        expect_value();
        return value_;
    }

  protected:
    result_state(std::uint32_t first, std::uint32_t owners) noexcept
        : future_state(first, owners) {}
    ~result_state() {
        if (has_value())
            std::destroy_at(std::addressof(value_));
    }

  private:
    union {
        stored_type value_;
    };
};

template <class R>
class result_state<R&> : public future_state {
  public:
    void emplace(R& given) noexcept { value_ = std::addressof(given); }
    template <class F>
    void emplace_result(F&& call) {
        R& result = std::forward<F>(call)();
        value_ = std::addressof(result);
    }

    [[nodiscard]] R& take() const {
        expect_value();
        return *value_;
    }
    [[nodiscard]] R& look() const { return take(); }

  protected:
    using future_state::future_state;
    ~result_state() = default;

  private:
    R* value_ = nullptr;
};

template <>
class result_state<void> : public future_state {
  public:
    void emplace() noexcept {}
    template <class F>
    void emplace_result(F&& call) {
        static_cast<void>(std::forward<F>(call)());
    }

    void take() const { expect_value(); }
    void look() const { expect_value(); }

  protected:
    using future_state::future_state;
    ~result_state() = default;
};

/// Unclaims what was claimed, if the result is not written in the scope.
class claimed {
  public:
    explicit claimed(future_state& state) noexcept : state_(&state) {}
    ~claimed() {
        if (state_ != nullptr)
            state_->unclaim();
    }
    claimed(const claimed&) = delete;
    claimed& operator=(const claimed&) = delete;

    void is_written() noexcept { state_ = nullptr; }

  private:
    future_state* state_;
};

/// Owns a part of a state, or nothing.
template <class State>
class state_owner {
  public:
    state_owner() noexcept = default;
    /// A part that nobody owns yet.
    explicit state_owner(State* state) noexcept : state_(state) {}
    state_owner(const state_owner& other) noexcept : state_(other.state_) {
        if (state_ != nullptr)
            state_->add_owner();
    }
    state_owner(state_owner&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    ~state_owner() {
        if (state_ != nullptr)
            state_->let_go();
    }
    state_owner& operator=(const state_owner& other) noexcept {
        state_owner(other).swap(*this);
        return *this;
    }
    state_owner& operator=(state_owner&& other) noexcept {
        state_owner(std::move(other)).swap(*this);
        return *this;
    }

    void swap(state_owner& other) noexcept { std::swap(state_, other.state_); }
    [[nodiscard]] bool is_there() const noexcept { return state_ != nullptr; }

    /// Throws `no_state` where there is nothing.
    [[nodiscard]] State& get() const {
        if (state_ == nullptr)
            refuse(future_errc::no_state);
        return *state_;
    }

  private:
    State* state_ = nullptr;
};

} // namespace weft::detail
