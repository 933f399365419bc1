// A function packed with its arguments, for another thread to run.
#pragma once

#include <cstddef>
#include <new>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "weft/detail/attributes.hpp"
#include "weft/detail/tsan.hpp"
#include "weft/ident.hpp"

namespace weft::detail {

/// What a report calls a thread: the function it was started with, by its address, or by the
/// mangled name of its type where it is an object, such as a lambda. Both null: not known.
struct started_function {
    void (*address)() = nullptr;
    const char* type = nullptr;
};

class WEFT_VISIBLE task {
  public:
    explicit task(started_function f) noexcept : started(f) {}
    task(const task&) = delete;
    task& operator=(const task&) = delete;
    /// After the function and its arguments: the thread has ended, for `count()`.
    virtual ~task() { tell_end(); }
    virtual void run() = 0;
    /// Gives back its memory, if it was made by `new`, and destroys nothing.
    virtual void forget() noexcept = 0;

    const started_function started;

  private:
    /// Does nothing: as the library defines it, it has the type information, too. Not the
    /// destructor, whose call would cost a thread that runs inside its start.
    virtual void anchor();
};

/// Throws std::invalid_argument.
[[noreturn]] WEFT_VISIBLE void refuse_null_function();

template <class F>
started_function name_of(const F& function) {
    if constexpr (std::is_pointer_v<F> || std::is_member_pointer_v<F>) {
        if (function == nullptr)
            refuse_null_function();
    }
    if constexpr (std::is_pointer_v<F>) {
        return {reinterpret_cast<void (*)()>(function), nullptr};
    } else {
#ifdef __cpp_rtti
        return {nullptr, typeid(F).name()};
#else
        return {};
#endif
    }
}

template <class F, class... Args>
class call final : public task {
  public:
    template <class Function, class... Given>
    explicit call(Function&& function, Given&&... args)
        : task(name_of<F>(function)), function_(std::forward<Function>(function)),
          args_(std::forward<Given>(args)...) {}

    void run() override { std::apply(std::move(function_), std::move(args_)); }
    void forget() noexcept override {
        if constexpr (alignof(call) > __STDCPP_DEFAULT_NEW_ALIGNMENT__)
            ::operator delete(this, std::align_val_t(alignof(call)));
        else
            ::operator delete(this);
    }

  private:
    F function_;
    std::tuple<Args...> args_;
};

/// Whether a thread ends inside the call that starts it, so that its task may be on the caller's
/// stack: on the dummy backend without stacks. Linked in, as `sole_holder` is.
WEFT_VISIBLE extern const bool ends_inside_start;

/// Starts a thread that runs `work`, which it owns from here on, whether it throws or not.
/// REQUIRES: `work` was made by `new`, or, where threads end inside this, by placement new.
WEFT_VISIBLE ident_t start(task* work);

/// Not inlined: where threads do not end inside, the caller's stack has no room for the task.
template <auto Start, class Task, class... Given>
WEFT_NOINLINE auto start_inside(Given&&... given) {
    alignas(Task) std::byte place[sizeof(Task)];
    return Start(::new (place) Task(std::forward<Given>(given)...));
}

/// Has `Start`, which is `start` or as that, start a task that is made of `given`.
template <auto Start, class Task, class... Given>
auto start_as(Given&&... given) {
    if (ends_inside_start)
        return start_inside<Start, Task>(std::forward<Given>(given)...);
    return Start(new Task(std::forward<Given>(given)...));
}

template <class T>
struct tuple_traits {
    static constexpr bool is_tuple = false;
};

template <class... Args>
struct tuple_traits<std::tuple<Args...>> {
    static constexpr bool is_tuple = true;
    using decayed = std::tuple<std::decay_t<Args>...>;
    template <class F, class... More>
    using call_of = call<F, std::decay_t<Args>..., std::decay_t<More>...>;
    template <class F, class... More>
    static constexpr bool fits_call_of =
        std::is_invocable_v<F, std::decay_t<Args>..., std::decay_t<More>...>;
};

template <class T>
inline constexpr bool is_record =
    std::is_aggregate_v<std::remove_cvref_t<T>> && !std::is_array_v<std::remove_cvref_t<T>>;

/// Starts a thread that calls a copy of `function` with copies of the elements of `args`, and of
/// `kwargs`, which is one argument or none. The checks are nested so that a mistake gives one
/// error, the line that names it.
template <class F, class Args, class... Kwargs>
ident_t start_call(F&& function, Args&& args, Kwargs&&... kwargs) {
    using callable = std::decay_t<F>;
    using traits = tuple_traits<std::remove_cvref_t<Args>>;

    static_assert(traits::is_tuple, "weft::start_new_thread(function, args): args must be a "
                                    "std::tuple, as in start_new_thread(f, std::tuple{1, 2})");
    if constexpr (traits::is_tuple) {
        constexpr bool keywords = (is_record<Kwargs> && ...);
        static_assert(
            keywords,
            "weft::start_new_thread(function, args, kwargs): kwargs must be an aggregate, "
            "as in start_new_thread(f, std::tuple{1}, options{.verbose = true})");
        constexpr bool copied = std::is_constructible_v<callable, F> &&
                                std::is_constructible_v<typename traits::decayed, Args> &&
                                (std::is_constructible_v<std::decay_t<Kwargs>, Kwargs> && ...);
        static_assert(copied || !keywords,
                      "weft::start_new_thread: the function and each argument are copied for the "
                      "thread; what cannot be copied must be moved in");
        if constexpr (keywords && copied) {
            constexpr bool fits = traits::template fits_call_of<callable, Kwargs...>;
            static_assert(fits, "weft::start_new_thread: the function cannot be called with these "
                                "arguments; it is passed copies of them as rvalues, kwargs last "
                                "(std::tuple{std::ref(x)} passes a reference)");
            if constexpr (fits) {
                return std::apply(
                    [&](auto&&... each) {
                        using call_of = typename traits::template call_of<callable, Kwargs...>;
                        return start_as<start, call_of>(std::forward<F>(function),
                                                        std::forward<decltype(each)>(each)...,
                                                        std::forward<Kwargs>(kwargs)...);
                    },
                    std::forward<Args>(args));
            }
        }
    }
    return 0;
}

} // namespace weft::detail
