// Promises and their futures, [futures.promise], [futures.unique.future], [futures.shared.future]:
// what one thread sees of them, and nothing throws but weft.
#include <weft/std/future.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "../suite/clocks.hpp"
#include "../support.hpp"

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using weft::future;
using weft::future_status;
using weft::promise;
using weft::shared_future;

static_assert(sizeof(future<std::string>) == sizeof(void*));
static_assert(sizeof(shared_future<std::string>) == sizeof(void*));
static_assert(sizeof(promise<std::string>) == 2 * sizeof(void*));

namespace {

template <class T>
constexpr bool is_moved_only() {
    return std::is_default_constructible_v<T> && !std::is_copy_constructible_v<T> &&
           !std::is_copy_assignable_v<T> && std::is_nothrow_move_constructible_v<T> &&
           std::is_nothrow_move_assignable_v<T> && std::is_nothrow_swappable_v<T>;
}

template <class T>
constexpr bool is_copied_without_throw() {
    return std::is_nothrow_default_constructible_v<T> && std::is_nothrow_copy_constructible_v<T> &&
           std::is_nothrow_copy_assignable_v<T> && std::is_nothrow_move_constructible_v<T> &&
           std::is_nothrow_move_assignable_v<T>;
}

template <class R>
constexpr bool has_signatures() {
    return is_moved_only<promise<R>>() && is_moved_only<future<R>>() &&
           std::is_nothrow_default_constructible_v<future<R>> &&
           is_copied_without_throw<shared_future<R>>() &&
           std::is_nothrow_constructible_v<shared_future<R>, future<R>> &&
           std::is_convertible_v<future<R>, shared_future<R>> &&
           !std::is_constructible_v<shared_future<R>, const future<R>&> &&
           std::uses_allocator_v<promise<R>, std::allocator<char>> &&
           std::is_constructible_v<
               promise<R>, std::allocator_arg_t,
               const std::allocator<
                   int>&>&& noexcept(std::declval<const future<R>&>()
                                         .valid())&& noexcept(std::declval<future<R>&>().share()) &&
           std::is_same_v<decltype(std::declval<promise<R>&>().get_future()), future<R>> &&
           std::is_same_v<decltype(std::declval<future<R>&>().get()), R> &&
           std::is_same_v<decltype(std::declval<future<R>&>().share()), shared_future<R>> &&
           std::is_same_v<decltype(std::declval<future<R>&>().wait_for(1s)), future_status>;
}

static_assert(has_signatures<int>());
static_assert(has_signatures<std::unique_ptr<int>>());
static_assert(has_signatures<int&>());
static_assert(has_signatures<void>());
static_assert(
    std::is_same_v<decltype(std::declval<const shared_future<int>&>().get()), const int&>);
static_assert(std::is_same_v<decltype(std::declval<const shared_future<int&>&>().get()), int&>);
static_assert(std::is_same_v<decltype(std::declval<const shared_future<void>&>().get()), void>);
static_assert(std::is_error_code_enum_v<weft::future_errc>);
static_assert(weft::launch::async != weft::launch::deferred);
static_assert((weft::launch::async & weft::launch::deferred) == weft::launch{});

/// Counts the objects that there are.
struct counted {
    counted() { ++count; }
    counted(const counted&) { ++count; }
    counted& operator=(const counted&) = default;
    ~counted() { --count; }
    static inline int count = 0;
};

struct alignas(128) aligned {
    bool is_aligned = reinterpret_cast<std::uintptr_t>(this) % 128 == 0;
};

/// Counts what is allocated by it.
template <class T>
struct counting_allocator {
    using value_type = T;
    explicit counting_allocator(int& c) : count(&c) {}
    template <class U>
    counting_allocator(const counting_allocator<U>& other) : count(other.count) {}
    T* allocate(std::size_t n) {
        ++*count;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) {
        --*count;
        std::allocator<T>().deallocate(p, n);
    }
    friend bool operator==(const counting_allocator&, const counting_allocator&) = default;
    int* count;
};

} // namespace

TEST_CASE("a future has the value that its promise is given") {
    promise<int> given;
    future<int> awaited = given.get_future();
    CHECK(awaited.valid());
    given.set_value(42);
    CHECK(awaited.get() == 42);
    CHECK_FALSE(awaited.valid());
}

TEST_CASE("a value is copied or moved into the state, and moved out of it") {
    promise<std::string> copied;
    const std::string text = "a text that is too long for a small string";
    copied.set_value(text);
    CHECK(copied.get_future().get() == text);
    promise<std::unique_ptr<int>> moved;
    auto awaited = moved.get_future();
    moved.set_value(std::make_unique<int>(7));
    CHECK(*awaited.get() == 7);
}

TEST_CASE("a future of a reference refers to the object that its promise is given") {
    int object = 1;
    promise<int&> given;
    future<int&> awaited = given.get_future();
    given.set_value(object);
    CHECK(&awaited.get() == &object);
    CHECK_FALSE(awaited.valid());
}

TEST_CASE("a future of nothing tells that its promise was kept") {
    promise<void> given;
    future<void> awaited = given.get_future();
    CHECK(awaited.wait_for(0s) == future_status::timeout);
    given.set_value();
    CHECK(awaited.wait_for(0s) == future_status::ready);
    awaited.get();
    CHECK_FALSE(awaited.valid());
}

TEST_CASE("wait() leaves the value where it is") {
    promise<int> given;
    auto awaited = given.get_future();
    given.set_value(3);
    awaited.wait();
    awaited.wait();
    CHECK(awaited.valid());
    CHECK(awaited.get() == 3);
}

TEST_CASE("wait_for() and wait_until() return ready at once where the value is there") {
    promise<int> given;
    const auto awaited = given.get_future();
    given.set_value(3);
    const auto time = support::time_of([&] {
        CHECK(awaited.wait_for(support::long_sleep) == future_status::ready);
        CHECK(awaited.wait_for(-1s) == future_status::ready);
        CHECK(awaited.wait_until(steady_clock::now() + support::long_sleep) ==
              future_status::ready);
        CHECK(awaited.wait_until(system_clock::now() - 1h) == future_status::ready);
    });
    CHECK(time < support::patience);
}

TEST_CASE("wait_for() returns timeout after the relative timeout, and not before") {
    promise<int> given;
    const auto awaited = given.get_future();
    const auto time =
        support::time_of([&] { CHECK(awaited.wait_for(20ms) == future_status::timeout); });
    CHECK(time >= 20ms);
    CHECK(awaited.wait_for(0s) == future_status::timeout);
    CHECK(awaited.wait_for(-1h) == future_status::timeout);
    CHECK(awaited.wait_for(std::chrono::duration<double, std::micro>(1.5)) ==
          future_status::timeout);
    CHECK(awaited.valid());
}

TEST_CASE(
    "wait_until() returns timeout when the clock shows the absolute timeout, and not before") {
    promise<int> given;
    const auto awaited = given.get_future();
    const auto end = steady_clock::now() + 20ms;
    CHECK(awaited.wait_until(end) == future_status::timeout);
    CHECK(steady_clock::now() >= end);
    CHECK(awaited.wait_until(system_clock::now() + 1ms) == future_status::timeout);
    CHECK(awaited.wait_until(support::own_clock::now()) == future_status::timeout);
    CHECK(awaited.wait_until(steady_clock::time_point::min()) == future_status::timeout);
    support::set_back_clock::asked = 0;
    CHECK(awaited.wait_until(support::set_back_clock::time_point(15ms)) == future_status::timeout);
    CHECK(support::set_back_clock::asked == 4);
}

TEST_CASE("the value may be given before the future is asked for, and the promise be gone") {
    future<int> awaited;
    CHECK_FALSE(awaited.valid());
    {
        promise<int> given;
        given.set_value(5);
        awaited = given.get_future();
    }
    CHECK(awaited.get() == 5);
}

TEST_CASE("a promise and a future that are moved take their state along") {
    promise<int> first;
    future<int> awaited = first.get_future();
    promise<int> second(std::move(first));
    future<int> moved(std::move(awaited));
    CHECK_FALSE(awaited.valid()); // NOLINT(bugprone-use-after-move)
    second.set_value(6);
    future<int> last;
    last = std::move(moved);
    CHECK_FALSE(moved.valid()); // NOLINT(bugprone-use-after-move)
    CHECK(last.get() == 6);
    promise<int> other;
    auto of_other = other.get_future();
    second = std::move(other);
    second.set_value(8);
    CHECK(of_other.get() == 8);
}

TEST_CASE("promises are swapped with their states") {
    promise<int> a;
    promise<int> b;
    auto of_a = a.get_future();
    auto of_b = b.get_future();
    swap(a, b);
    a.set_value(1);
    b.set_value(2);
    CHECK(of_a.get() == 2);
    CHECK(of_b.get() == 1);
    promise<int> c;
    a.swap(c);
    CHECK_NOTHROW(static_cast<void>(a.get_future()));
}

TEST_CASE("the value is destroyed with the last that refers to the state") {
    counted::count = 0;
    {
        promise<counted> given;
        auto awaited = given.get_future();
        given.set_value(counted());
        CHECK(counted::count == 1);
        static_cast<void>(awaited.get());
        CHECK(counted::count == 1); // the promise is still there
    }
    CHECK(counted::count == 0);
    shared_future<counted> kept;
    {
        promise<counted> given;
        kept = given.get_future();
        given.set_value(counted());
    }
    CHECK(counted::count == 1);
    {
        const shared_future<counted> copied = kept;
        kept = {};
        CHECK(counted::count == 1);
    }
    CHECK(counted::count == 0);
    {
        promise<counted> unasked;
        unasked.set_value(counted());
        CHECK(counted::count == 1);
    }
    CHECK(counted::count == 0);
}

TEST_CASE("a shared future's result may be had again and again, by copies, too") {
    promise<std::string> given;
    auto awaited = given.get_future();
    const shared_future<std::string> shared = awaited.share();
    CHECK_FALSE(awaited.valid());
    CHECK(shared.wait_for(0s) == future_status::timeout);
    given.set_value("shared");
    const shared_future<std::string> copied(shared);
    CHECK(shared.get() == "shared");
    CHECK(copied.get() == "shared");
    CHECK(&shared.get() == &copied.get());
    CHECK(shared.valid());
    shared_future<std::string> assigned;
    CHECK_FALSE(assigned.valid());
    assigned = copied;
    assigned = *&assigned;
    CHECK(assigned.get() == "shared");
    const shared_future<std::string> moved = std::move(assigned);
    CHECK_FALSE(assigned.valid()); // NOLINT(bugprone-use-after-move)
    CHECK(moved.get() == "shared");
}

TEST_CASE("a shared future of a reference, and of nothing") {
    int object = 1;
    promise<int&> given;
    const auto shared = given.get_future().share();
    given.set_value(object);
    CHECK(&shared.get() == &object);
    CHECK(&shared.get() == &object);
    promise<void> kept;
    const shared_future<void> done = kept.get_future();
    kept.set_value();
    done.get();
    done.get();
    CHECK(done.valid());
}

TEST_CASE("a promise's state is allocated by the allocator that it is given") {
    int count = 0;
    {
        promise<std::string> given(std::allocator_arg, counting_allocator<char>(count));
        CHECK(count == 1);
        auto awaited = given.get_future();
        given.set_value("by it");
        CHECK(awaited.get() == "by it");
        CHECK(count == 1);
        promise<int&> of_reference(std::allocator_arg, counting_allocator<int>(count));
        promise<void> of_nothing(std::allocator_arg, counting_allocator<long>(count));
        CHECK(count == 3);
    }
    CHECK(count == 0);
}

TEST_CASE("a value has the alignment of its type") {
    promise<aligned> given;
    auto shared = given.get_future().share();
    given.set_value(aligned());
    CHECK(reinterpret_cast<std::uintptr_t>(&shared.get()) % 128 == 0);
}

TEST_CASE("a promise that is given no second value keeps the first") {
    promise<int> given;
    auto awaited = given.get_future();
    given.set_value(1);
    CHECK_THROWS_AS(given.set_value(2), weft::future_error);
    CHECK(awaited.get() == 1);
}

TEST_CASE("a future is had once of a promise") {
    promise<int> given;
    const auto awaited = given.get_future();
    CHECK_THROWS_AS(static_cast<void>(given.get_future()), weft::future_error);
}

TEST_CASE("a promise that was moved has no state") {
    promise<int> given;
    const promise<int> taken(std::move(given));
    // NOLINTBEGIN(bugprone-use-after-move)
    CHECK_THROWS_AS(static_cast<void>(given.get_future()), weft::future_error);
    CHECK_THROWS_AS(given.set_value(1), weft::future_error);
    // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("a future without a state says so") {
    future<int> none;
    CHECK_THROWS_AS(none.wait(), weft::future_error);
    CHECK_THROWS_AS(none.get(), weft::future_error);
    CHECK_THROWS_AS(static_cast<void>(none.wait_for(0s)), weft::future_error);
    CHECK_THROWS_AS(static_cast<void>(none.wait_until(steady_clock::now())), weft::future_error);
    const shared_future<int> also_none;
    CHECK_THROWS_AS(static_cast<void>(also_none.get()), weft::future_error);
    CHECK_FALSE(future<int>().share().valid());
}

TEST_CASE("a promise that is destroyed without a value breaks it") {
    future<int> awaited;
    {
        promise<int> given;
        awaited = given.get_future();
    }
    CHECK(awaited.wait_for(0s) == future_status::ready);
    CHECK_THROWS_AS(awaited.get(), weft::future_error);
    CHECK_FALSE(awaited.valid());
}

TEST_CASE("the codes of futures have a category, and words") {
    const std::error_code code = weft::make_error_code(weft::future_errc::no_state);
    CHECK(code == weft::future_errc::no_state);
    CHECK(code.category() == weft::future_category());
    CHECK(std::string(weft::future_category().name()) == "future");
    CHECK(weft::make_error_condition(weft::future_errc::no_state) == code);
    for (const auto each :
         {weft::future_errc::broken_promise, weft::future_errc::future_already_retrieved,
          weft::future_errc::no_state, weft::future_errc::promise_already_satisfied}) {
        CHECK(static_cast<int>(each) != 0);
        CHECK_FALSE(weft::make_error_code(each).message().empty());
    }
    const weft::future_error error(weft::future_errc::broken_promise);
    CHECK(error.code() == weft::future_errc::broken_promise);
    CHECK(support::contains(error.what(), error.code().message()));
}

TEST_CASE("on one OS thread, to wait for a promise that nobody can keep throws deadlock") {
    if (weft::backend_name() != std::string("dummy"))
        return;
    promise<int> given;
    auto awaited = given.get_future();
    CHECK_THROWS_AS(awaited.wait(), weft::deadlock);
    CHECK_THROWS_AS(awaited.get(), weft::deadlock);
    CHECK_THROWS_AS(static_cast<void>(awaited.wait_for(std::chrono::hours::max())), weft::deadlock);
    CHECK(awaited.valid());
    given.set_value(1);
    CHECK(awaited.get() == 1);
}

TEST_CASE("set_value_at_thread_exit() makes the value ready when the thread has ended") {
    promise<std::string> given;
    promise<void> kept;
    int object = 1;
    promise<int&> referring;
    auto awaited = given.get_future();
    auto done = kept.get_future();
    auto reference = referring.get_future();
    bool was_ready = true;
    const weft::ident_t thread = weft::start_new_thread([&] {
        const promise<std::string> moved_here = [&] {
            given.set_value_at_thread_exit("at the end");
            return std::move(given);
        }();
        kept.set_value_at_thread_exit();
        referring.set_value_at_thread_exit(object);
        was_ready = awaited.wait_for(0s) == future_status::ready ||
                    done.wait_for(0s) == future_status::ready;
    });
    CHECK(thread != 0);
    CHECK(awaited.wait_for(support::patience) == future_status::ready);
    CHECK(done.wait_for(support::patience) == future_status::ready);
    CHECK(reference.wait_for(support::patience) == future_status::ready);
    CHECK_FALSE(was_ready);
    CHECK(awaited.get() == "at the end");
    CHECK(&reference.get() == &object);
    support::wait_for_threads();
}

TEST_CASE("what is to be ready at a thread's end is destroyed there, where nobody waits for it") {
    counted::count = 0;
    weft::thread([] {
        promise<counted> given;
        given.set_value_at_thread_exit(counted());
    }).join();
    CHECK(counted::count == 0);
}

TEST_CASE("a promise that gets its value at the thread's end is satisfied") {
    promise<int> given;
    auto awaited = given.get_future();
    weft::start_new_thread([&] {
        given.set_value_at_thread_exit(1);
        CHECK_THROWS_AS(given.set_value(2), weft::future_error);
        CHECK_THROWS_AS(given.set_value_at_thread_exit(2), weft::future_error);
    });
    CHECK(awaited.wait_for(support::patience) == future_status::ready);
    CHECK(awaited.get() == 1);
    support::wait_for_threads();
}
