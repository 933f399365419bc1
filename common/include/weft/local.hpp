// Variables of which each thread has its own: Python's `threading.local`.
#pragma once

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/local_value.hpp"
#include "weft/detail/own_value.hpp"
#include "weft/detail/tsan.hpp"

namespace weft {

namespace detail {

template <class T>
struct value_initialised {
    T operator()() const requires std::is_default_constructible_v<T> { return T(); }
};

template <class T>
struct value_of final : local_value {
    value_of() noexcept : local_value(end_of) {}
    // NOLINTNEXTLINE(modernize-use-equals-default): of a union like this, it would be deleted.
    ~value_of() {}
    value_of(const value_of&) = delete;
    value_of& operator=(const value_of&) = delete;

    union {
        T value;
    };

  private:
    static void end_of(local_value& which, step what) noexcept {
        auto* const self = static_cast<value_of*>(&which);
        if (what == step::destroy) {
            std::destroy_at(std::addressof(self->value));
            tell_end(); // comes before the thread is not counted any more
        } else {
            delete self;
        }
    }
};

} // namespace detail

/// A variable of which each thread has a value of its own: "Thread-local data are data whose values
/// are thread specific" (Python's page on `threading`, class `threading.local`). So it is on all
/// backends, where what is `thread_local` is one for all threads of the dummy. As there, there may
/// be any number of them, anywhere: at namespace scope, static in a function, in an object.
///
///     weft::local<std::string> buffer;
///     static weft::local generator([] { return std::mt19937(seed_of(weft::get_ident())); });
///
///     buffer->clear();
///     use((*generator)());
///
/// A thread's value is made where it first uses the variable: value-initialised, or as the function
/// returns it that the variable was given. If that throws, the thread has no value, and the next
/// use makes one again. The function is called by each thread, maybe by several at a time.
///
/// The values of a thread are destroyed when its function and its arguments are, before it is not
/// counted any more by `count()`: the newest first, and until there are none, as a destructor may
/// use another variable, which then has a new value. While a value is destroyed, it is still the
/// thread's. Values that are made by destructors of `thread_local` objects, and those of threads
/// that weft did not start, are destroyed when the thread has ended. When a thread ends the
/// process, as main does when it returns, its own values are destroyed, and those of no other: as
/// if by a function that was given to `std::atexit` when the main thread made its first one, or
/// else by the destructors of variables.
///
/// The variable's destructor destroys the value of the thread that calls it. Other threads keep
/// theirs until they end: so a variable that is made and destroyed time and again, and used by
/// threads that go on, takes more and more memory. No thread may use it while it is destroyed, or
/// later, but where that was at the end of the process: threads that go on then find their values.
///
/// Constant-initialised, eight bytes, but for the function. Finding a value takes an index into an
/// array of the thread's. Neither copied nor moved. None of its members may be called from a
/// signal handler. In a child of `fork`, the thread has the values that it had.
/// Real and dummy: the same. Explored: as all that a thread has that is abandoned, its values are
/// not destroyed.
template <class T, class Make = detail::value_initialised<T>>
class local {
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>,
                  "weft::local<T>: T must be an object's type, and neither const nor an array's: "
                  "std::array has elements");
    static_assert(std::is_nothrow_destructible_v<T>,
                  "weft::local<T>: T must have a destructor that throws nothing");
    static_assert(
        requires(const Make& make) { T(make()); },
        "weft::local<T>: there must be a value for T(), or a function that returns it");

  public:
    constexpr local() noexcept(std::is_nothrow_default_constructible_v<Make>) requires
        std::is_default_constructible_v<Make>
    = default;
    /// `make()` is each thread's value: `local variable([] { return 1; })` is a `local<int, ...>`.
    constexpr explicit local(Make make) noexcept(std::is_nothrow_move_constructible_v<Make>)
        : make_(std::move(make)) {}
    ~local() { detail::end_local(key_); }
    local(const local&) = delete;
    local& operator=(const local&) = delete;

    /// The running thread's value, which is made where there is none: throws what that throws, or
    /// std::bad_alloc.
    T& get() {
        if (detail::local_value* const own = detail::own_value(key_))
            return static_cast<value_type*>(own)->value;
        return find_or_make();
    }
    [[nodiscard]] T& operator*() { return get(); }
    [[nodiscard]] T* operator->() { return std::addressof(get()); }

    /// The running thread's value, or null where it has none: none is made.
    [[nodiscard]] T* find() noexcept {
        detail::local_value* own = detail::own_value(key_);
        if (own == nullptr)
            own = detail::find_value(key_);
        return own == nullptr ? nullptr : std::addressof(static_cast<value_type*>(own)->value);
    }

  private:
    using value_type = detail::value_of<T>;

    WEFT_NOINLINE T& find_or_make() {
        if (detail::local_value* const own = detail::find_value(key_))
            return static_cast<value_type*>(own)->value;
        auto* const made = new value_type;
        detail::making making(key_, made);
        ::new (static_cast<void*>(std::addressof(made->value)))
            T(static_cast<const Make&>(make_)());
        making.done();
        return made->value;
    }

    detail::local_key key_{};
    [[no_unique_address]] Make make_{};
};

template <class Make>
local(Make) -> local<std::remove_cvref_t<std::invoke_result_t<const Make&>>, Make>;

} // namespace weft
