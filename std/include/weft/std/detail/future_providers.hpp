// What makes the result of a future: a promise, a packaged task, or a function that async was
// given.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <tuple>
#include <utility>

#include "weft/detail/tsan.hpp"
#include "weft/std/detail/caught.hpp"
#include "weft/std/detail/future_state.hpp"

namespace weft::detail {

/// That of a promise.
template <class R>
class promised : public result_state<R> {
  public:
    template <class... Given>
    void set(Given&&... given) {
        this->claim();
        claimed result(*this);
        this->emplace(std::forward<Given>(given)...);
        result.is_written();
        this->publish(future_state::value);
    }

    template <class... Given>
    void set_at_thread_exit(Given&&... given) {
        this->claim();
        future_state::thread_exit& exit = this->at_thread_exit();
        claimed result(*this);
        this->emplace(std::forward<Given>(given)...);
        result.is_written();
        this->publish_at(exit, future_state::value);
    }

  protected:
    /// One part is for the future.
    promised() noexcept : result_state<R>(0, 2) {}
    ~promised() = default;
};

/// Made by `new`.
template <class R>
class promised_by_new final : public promised<R> {
    void destroy() noexcept override {
        tell_acquire(this);
        delete this;
    }
};

/// Made by an allocator.
template <class R, class Allocator>
class promised_by final : public promised<R> {
    using own_allocator =
        typename std::allocator_traits<Allocator>::template rebind_alloc<promised_by>;
    using traits = std::allocator_traits<own_allocator>;

  public:
    explicit promised_by(const own_allocator& allocator) noexcept : allocator_(allocator) {}

    static promised<R>* made(const Allocator& allocator) {
        own_allocator own(allocator);
        return ::new (static_cast<void*>(std::to_address(traits::allocate(own, 1))))
            promised_by(own);
    }

  private:
    void destroy() noexcept override {
        tell_acquire(this);
        own_allocator own(std::move(allocator_));
        const auto place = std::pointer_traits<typename traits::pointer>::pointer_to(*this);
        std::destroy_at(this);
        traits::deallocate(own, place, 1);
    }

    [[no_unique_address]] own_allocator allocator_;
};

/// Writes what `call` returns or throws.
template <class State, class F>
[[nodiscard]] std::uint32_t write_result(State& state, F&& call) {
    std::exception_ptr thrown = caught([&] { state.emplace_result(std::forward<F>(call)); });
    if (thrown == nullptr)
        return future_state::value;
    state.write_failure(std::move(thrown));
    return future_state::failure;
}

/// That of `async`.
template <class R, class F, class... Args>
class launched final : public result_state<R> {
  public:
    template <class Function, class... Given>
    explicit launched(bool starts, Function&& function, Given&&... args)
        : result_state<R>(starts ? future_state::threaded : future_state::deferred, 1),
          function_(std::forward<Function>(function)), args_(std::forward<Given>(args)...) {}

    using future_state::start;

  private:
    /// Where the thread is ended from outside, there is no result.
    struct kept {
        launched& state;
        std::uint32_t what = future_state::broken;
        ~kept() { state.keep(what); }
    };

    void run() override {
        kept result{*this};
        result.what = write_result(*this, [this]() -> decltype(auto) {
            return std::apply(std::move(function_), std::move(args_));
        });
    }

    future_state::thread_room& room() noexcept override { return thread_; }

    /// Waits for the thread ([futures.async]/5).
    void destroy() noexcept override {
        if (this->status() == future_status::timeout)
            this->wait();
        tell_acquire(this);
        delete this;
    }

    F function_;
    std::tuple<Args...> args_;
    future_state::thread_room thread_; ///< empty where there is none
};

/// That of a packaged task.
template <class R, class... Args>
class task_state : public result_state<R> {
  public:
    /// Throws `promise_already_satisfied` where it was called before.
    virtual void call(Args&&... args) = 0;
    virtual void call_until_exit(Args&&... args) = 0;
    /// Another one, with the function of this one moved to it.
    [[nodiscard]] virtual task_state* renewed() = 0;

  protected:
    /// One part is for the future.
    task_state() noexcept : result_state<R>(0, 2) {}
    ~task_state() = default;
};

template <class F, class R, class... Args>
class task_of final : public task_state<R, Args...> {
  public:
    template <class Function>
    // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): it is neither copied nor moved
    explicit task_of(Function&& function) : function_(std::forward<Function>(function)) {}

    void call(Args&&... args) override {
        this->claim_once();
        published result{*this, nullptr};
        result.what = write(std::forward<Args>(args)...);
    }

    void call_until_exit(Args&&... args) override {
        this->claim_once();
        published result{*this, &this->at_thread_exit()};
        result.what = write(std::forward<Args>(args)...);
    }

    [[nodiscard]] task_of* renewed() override { return new task_of(std::move(function_)); }

  private:
    struct published {
        task_of& state;
        future_state::thread_exit* exit;
        std::uint32_t what = future_state::broken;
        ~published() {
            if (exit == nullptr)
                state.publish(what);
            else
                state.publish_at(*exit, what);
        }
    };

    template <class... Given>
    std::uint32_t write(Given&&... args) {
        return write_result(*this, [&]() -> decltype(auto) {
            return std::invoke(function_, std::forward<Given>(args)...);
        });
    }

    void destroy() noexcept override {
        tell_acquire(this);
        delete this;
    }

    F function_;
};

} // namespace weft::detail
