// Asking threads to stop: [thread.stoptoken].
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"

namespace weft {

namespace detail {

/// What the tokens, sources and callbacks share that belong together.
struct stop_state;

/// Has one owner, and one source.
[[nodiscard]] WEFT_VISIBLE stop_state* new_stop_state();
WEFT_VISIBLE void add_owner(stop_state& state) noexcept;
WEFT_VISIBLE void drop_owner(stop_state& state) noexcept;
WEFT_VISIBLE void add_source(stop_state& state) noexcept;
WEFT_VISIBLE void drop_source(stop_state& state) noexcept;
[[nodiscard]] WEFT_VISIBLE bool is_stop_requested(const stop_state& state) noexcept;
[[nodiscard]] WEFT_VISIBLE bool is_stop_possible(const stop_state& state) noexcept;
WEFT_VISIBLE bool request_stop(stop_state& state) noexcept;

/// An owner of a stop state, or of none.
class stop_owner {
  public:
    constexpr stop_owner() noexcept = default;
    explicit stop_owner(stop_state* owned) noexcept : state_(owned) {}
    stop_owner(const stop_owner& other) noexcept : state_(other.state_) {
        if (state_ != nullptr)
            add_owner(*state_);
    }
    stop_owner(stop_owner&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
    stop_owner& operator=(stop_owner other) noexcept {
        swap(other);
        return *this;
    }
    ~stop_owner() {
        if (state_ != nullptr)
            drop_owner(*state_);
    }

    void swap(stop_owner& other) noexcept { std::swap(state_, other.state_); }

    [[nodiscard]] stop_state* get() const noexcept { return state_; }

    [[nodiscard]] bool is_possible() const noexcept {
        return state_ != nullptr && is_stop_possible(*state_);
    }
    [[nodiscard]] bool is_requested() const noexcept {
        if (state_ == nullptr || !is_stop_requested(*state_))
            return false;
        tell_acquire(state_);
        return true;
    }

    friend bool operator==(const stop_owner&, const stop_owner&) noexcept = default;

  private:
    stop_state* state_ = nullptr;
};

/// A callback, as its stop state knows it.
class stop_callback_node {
  public:
    stop_callback_node(const stop_callback_node&) = delete;
    stop_callback_node& operator=(const stop_callback_node&) = delete;

    struct state_access;

  protected:
    using runner = void (*)(stop_callback_node& self) noexcept;

    explicit stop_callback_node(runner runs) noexcept : run_(runs) {}
    ~stop_callback_node() = default;

    /// Has it run when that is asked to stop; here, where it has been.
    void attach(stop_owner state) noexcept {
        if (state.get() == nullptr)
            return;
        tell_release(this);
        if (add_to(*state.get()))
            state_.swap(state);
        else
            run_(*this);
    }

    /// It is not run from here on: waits where another thread does.
    void detach() noexcept {
        if (state_.get() == nullptr)
            return;
        remove_from(*state_.get());
        tell_acquire(this);
    }

  private:
    /// Returns false where it was asked to stop before.
    [[nodiscard]] WEFT_VISIBLE bool add_to(stop_state& state) noexcept;
    WEFT_VISIBLE void remove_from(stop_state& state) noexcept;

    std::uint32_t word_ = 0; ///< what has become of it
    const runner run_;
    stop_owner state_; ///< that it is, or was, registered with
    stop_callback_node* next_ = nullptr;
    stop_callback_node** before_ = nullptr; ///< who has this one as the next
};

} // namespace detail

/// Tells whether its thread is asked to stop ([stoptoken]). Copies share what they tell.
///
/// On the dummy, a loop that polls it must let others run: `this_thread::yield()`.
class stop_token {
  public:
    /// Never asked to stop.
    stop_token() noexcept = default;

    void swap(stop_token& other) noexcept { state_.swap(other.state_); }
    friend void swap(stop_token& one, stop_token& other) noexcept { one.swap(other); }

    /// What its thread did before it asked has happened.
    [[nodiscard]] bool stop_requested() const noexcept { return state_.is_requested(); }

    /// Whether it has been asked, or there is a `stop_source` that could.
    [[nodiscard]] bool stop_possible() const noexcept { return state_.is_possible(); }

    /// Whether they belong together, or both to none.
    [[nodiscard]] friend bool operator==(const stop_token&, const stop_token&) noexcept = default;

  private:
    friend class stop_source;
    template <class Callback>
    friend class stop_callback;

    explicit stop_token(detail::stop_owner state) noexcept : state_(std::move(state)) {}

    detail::stop_owner state_;
};

/// For a `stop_source` without a stop state ([stopsource]).
struct nostopstate_t {
    explicit nostopstate_t() = default;
};
inline constexpr nostopstate_t nostopstate{};

/// Asks those to stop that have its tokens ([stopsource]).
class stop_source {
  public:
    /// Throws std::bad_alloc: the one allocation that there is for all that belong to it.
    stop_source() : state_(detail::new_stop_state()) {}
    explicit stop_source(nostopstate_t) noexcept {}

    stop_source(const stop_source& other) noexcept : state_(other.state_) {
        if (state_.get() != nullptr)
            detail::add_source(*state_.get());
    }
    stop_source(stop_source&&) noexcept = default;
    stop_source& operator=(stop_source other) noexcept {
        swap(other);
        return *this;
    }
    ~stop_source() {
        if (state_.get() != nullptr)
            detail::drop_source(*state_.get());
    }

    void swap(stop_source& other) noexcept { state_.swap(other.state_); }
    friend void swap(stop_source& one, stop_source& other) noexcept { one.swap(other); }

    [[nodiscard]] stop_token get_token() const noexcept { return stop_token(state_); }

    /// Whether it has a stop state.
    [[nodiscard]] bool stop_possible() const noexcept { return state_.get() != nullptr; }
    [[nodiscard]] bool stop_requested() const noexcept { return state_.is_requested(); }

    /// Asks them to stop, and runs their callbacks, in this thread, one after the other; returns
    /// false, and does nothing, where that has been done. Where a callback throws, std::terminate
    /// is called.
    bool request_stop() noexcept {
        if (state_.get() == nullptr)
            return false;
        detail::tell_release(state_.get());
        return detail::request_stop(*state_.get());
    }

    [[nodiscard]] friend bool operator==(const stop_source&, const stop_source&) noexcept = default;

  private:
    detail::stop_owner state_;
};

/// Calls a function when it is asked to stop, in the thread that asks ([stopcallback]); in the
/// constructor, where it has been asked before.
///
/// The destructor waits for a callback that another thread runs; a callback may destroy its own.
template <class Callback>
class stop_callback : detail::stop_callback_node {
    static_assert(std::is_invocable_v<Callback>,
                  "weft::stop_callback: it is called without arguments");
    static_assert(std::is_destructible_v<Callback>);

  public:
    using callback_type = Callback;

    /// Throws what initialising the callback throws. Where calling it does, std::terminate is
    /// called.
    template <class C>
    requires std::is_constructible_v<Callback, C>
    explicit stop_callback(const stop_token& token,
                           C&& callback) noexcept(std::is_nothrow_constructible_v<Callback, C>)
        : stop_callback_node(run), callback_(std::forward<C>(callback)) {
        attach(token.state_);
    }
    template <class C>
    requires std::is_constructible_v<Callback, C>
    explicit stop_callback(stop_token&& token,
                           C&& callback) noexcept(std::is_nothrow_constructible_v<Callback, C>)
        : stop_callback_node(run), callback_(std::forward<C>(callback)) {
        attach(std::move(token.state_));
    }
    ~stop_callback() { detach(); }
    stop_callback(const stop_callback&) = delete;
    stop_callback& operator=(const stop_callback&) = delete;

  private:
    static void run(stop_callback_node& self) noexcept {
        detail::tell_acquire(&self);
        std::forward<Callback>(static_cast<stop_callback&>(self).callback_)();
        detail::tell_release(&self); // which may be gone
    }

    Callback callback_;
};

template <class Callback>
stop_callback(stop_token, Callback) -> stop_callback<Callback>;

} // namespace weft
