// What futures throw, and what becomes of what functions and copies throw: [futures].
#include <weft/std/future.hpp>

#include <exception>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::future;
using weft::future_errc;
using weft::future_status;
using weft::launch;
using weft::packaged_task;
using weft::promise;

namespace {

template <class F>
std::error_code error_of(F action) {
    try {
        action();
    } catch (const weft::future_error& error) {
        return error.code();
    }
    return {};
}

template <class T, class F>
bool throws_text(F action, const T& text) {
    try {
        action();
    } catch (const T& thrown) {
        return thrown == text;
    }
    return false;
}

using namespace std::string_literals;
const std::exception_ptr thrown_text = std::make_exception_ptr("thrown"s);

struct throws_when_copied {
    throws_when_copied() = default;
    throws_when_copied(const throws_when_copied& other) : throws(other.throws) {
        if (throws)
            throw "copied"s;
    }
    throws_when_copied& operator=(const throws_when_copied&) = default;
    bool throws = true;
};

/// Has no memory for so many allocations, from the first on.
template <class T>
struct refusing_allocator {
    using value_type = T;
    refusing_allocator() = default;
    template <class U>
    refusing_allocator(const refusing_allocator<U>&) {}
    T* allocate(std::size_t) { throw std::bad_alloc(); }
    void deallocate(T*, std::size_t) {}
    friend bool operator==(const refusing_allocator&, const refusing_allocator&) = default;
};

} // namespace

TEST_CASE("what is thrown has the code of the error") {
    promise<int> given;
    auto awaited = given.get_future();
    CHECK(error_of([&] { static_cast<void>(given.get_future()); }) ==
          future_errc::future_already_retrieved);
    given.set_value(1);
    CHECK(error_of([&] { given.set_value(2); }) == future_errc::promise_already_satisfied);
    CHECK(error_of([&] { given.set_exception(thrown_text); }) ==
          future_errc::promise_already_satisfied);
    CHECK(error_of([&] { given.set_value_at_thread_exit(2); }) ==
          future_errc::promise_already_satisfied);
    CHECK(error_of([&] { given.set_exception_at_thread_exit(thrown_text); }) ==
          future_errc::promise_already_satisfied);
    CHECK(awaited.get() == 1);
    CHECK(error_of([&] { awaited.get(); }) == future_errc::no_state);
    CHECK(error_of([&] { awaited.wait(); }) == future_errc::no_state);
    CHECK(error_of([&] { static_cast<void>(awaited.wait_for(1s)); }) == future_errc::no_state);
    promise<int> moved(std::move(given));
    // NOLINTBEGIN(bugprone-use-after-move)
    CHECK(error_of([&] { static_cast<void>(given.get_future()); }) == future_errc::no_state);
    CHECK(error_of([&] { given.set_value(1); }) == future_errc::no_state);
    CHECK(error_of([&] { given.set_value_at_thread_exit(1); }) == future_errc::no_state);
    CHECK(error_of([&] { given.set_exception(thrown_text); }) == future_errc::no_state);
    CHECK(error_of([&] { given.set_exception_at_thread_exit(thrown_text); }) ==
          future_errc::no_state);
    // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("a promise that is destroyed, or assigned to, without a result breaks it") {
    future<int> awaited;
    weft::shared_future<int> shared;
    {
        promise<int> given;
        awaited = given.get_future();
        promise<int> other;
        shared = other.get_future();
        other = promise<int>();
        CHECK(shared.wait_for(0s) == future_status::ready);
    }
    CHECK(error_of([&] { awaited.get(); }) == future_errc::broken_promise);
    CHECK_FALSE(awaited.valid());
    CHECK(error_of([&] { shared.get(); }) == future_errc::broken_promise);
    CHECK(error_of([&] { shared.get(); }) == future_errc::broken_promise);
}

TEST_CASE("a future throws the exception that its promise is given") {
    promise<std::string> given;
    auto awaited = given.get_future();
    given.set_exception(thrown_text);
    CHECK(awaited.wait_for(0s) == future_status::ready);
    CHECK(throws_text([&] { awaited.get(); }, "thrown"s));
    CHECK_FALSE(awaited.valid());
    promise<int&> of_reference;
    const auto shared = of_reference.get_future().share();
    of_reference.set_exception(thrown_text);
    CHECK(throws_text([&] { shared.get(); }, "thrown"s));
    CHECK(throws_text([&] { shared.get(); }, "thrown"s));
    promise<void> of_nothing;
    auto done = of_nothing.get_future();
    of_nothing.set_exception(thrown_text);
    CHECK(throws_text([&] { done.get(); }, "thrown"s));
}

TEST_CASE("an exception that is given is let go with the state") {
    const auto shared = std::make_shared<int>(1);
    {
        promise<int> given;
        auto awaited = given.get_future();
        given.set_exception(std::make_exception_ptr(shared));
        CHECK(shared.use_count() == 2);
    }
    CHECK(shared.use_count() == 1);
}

TEST_CASE("a value whose copy throws leaves the promise as it was") {
    promise<throws_when_copied> given;
    auto awaited = given.get_future();
    throws_when_copied value;
    CHECK(throws_text([&] { given.set_value(value); }, "copied"s));
    CHECK(awaited.wait_for(0s) == future_status::timeout);
    support::run(
        [&] { CHECK(throws_text([&] { given.set_value_at_thread_exit(value); }, "copied"s)); });
    CHECK(awaited.wait_for(0s) == future_status::timeout);
    value.throws = false;
    given.set_value(value);
    CHECK_FALSE(awaited.get().throws);
}

TEST_CASE("set_exception_at_thread_exit() makes the exception ready when the thread has ended") {
    promise<int> given;
    auto awaited = given.get_future();
    weft::start_new_thread([&] {
        given.set_exception_at_thread_exit(thrown_text);
        CHECK(awaited.wait_for(0s) == future_status::timeout);
    });
    CHECK(awaited.wait_for(support::patience) == future_status::ready);
    CHECK(throws_text([&] { awaited.get(); }, "thrown"s));
    support::wait_for_threads();
}

TEST_CASE("a promise whose state cannot be allocated throws") {
    CHECK_THROWS_AS((promise<int>(std::allocator_arg, refusing_allocator<int>())), std::bad_alloc);
}

TEST_CASE("a packaged task's future throws what its function throws") {
    packaged_task<int(bool)> maybe([](bool throws) {
        if (throws)
            throw "called"s;
        return 1;
    });
    auto awaited = maybe.get_future();
    maybe(true);
    CHECK(throws_text([&] { awaited.get(); }, "called"s));
    maybe.reset();
    awaited = maybe.get_future();
    maybe(false);
    CHECK(awaited.get() == 1);
    CHECK(error_of([&] { maybe(false); }) == future_errc::promise_already_satisfied);
    maybe.reset();
    awaited = maybe.get_future();
    weft::start_new_thread([&] { maybe.make_ready_at_thread_exit(true); });
    CHECK(awaited.wait_for(support::patience) == future_status::ready);
    CHECK(throws_text([&] { awaited.get(); }, "called"s));
    support::wait_for_threads();
}

TEST_CASE("packaged tasks have the codes of their errors") {
    packaged_task<int()> none;
    CHECK(error_of([&] { none(); }) == future_errc::no_state);
    CHECK(error_of([&] { none.reset(); }) == future_errc::no_state);
    CHECK(error_of([&] { static_cast<void>(none.get_future()); }) == future_errc::no_state);
    packaged_task<int()> called([] { return 1; });
    auto first = called.get_future();
    CHECK(error_of([&] { static_cast<void>(called.get_future()); }) ==
          future_errc::future_already_retrieved);
    called.reset();
    CHECK(error_of([&] { first.get(); }) == future_errc::broken_promise);
    called();
    CHECK(error_of([&] { called.make_ready_at_thread_exit(); }) ==
          future_errc::promise_already_satisfied);
}

TEST_CASE("a packaged task whose function cannot be moved to a new state stays as it was") {
    struct throws_when_moved {
        explicit throws_when_moved(bool& t) : throws(&t) {}
        throws_when_moved(throws_when_moved&& other) : throws(other.throws) {
            if (*throws)
                throw "moved"s;
        }
        int operator()() const { return 3; }
        bool* throws;
    };
    bool throws = false;
    packaged_task<int()> stays{throws_when_moved(throws)};
    auto awaited = stays.get_future();
    throws = true;
    CHECK(throws_text([&] { stays.reset(); }, "moved"s));
    stays();
    CHECK(awaited.get() == 3);
    CHECK(throws_text([&] { packaged_task<int()> never{throws_when_moved(throws)}; }, "moved"s));
}

TEST_CASE("async's future throws what the function throws, whatever the policy") {
    for (const launch policy : {launch::async, launch::deferred}) {
        auto awaited = weft::async(policy, []() -> int { throw "in async"s; });
        CHECK(throws_text([&] { awaited.get(); }, "in async"s));
        auto shared = weft::async(policy, []() -> int& { throw "in async"s; }).share();
        CHECK(throws_text([&] { shared.get(); }, "in async"s));
        CHECK(throws_text([&] { shared.get(); }, "in async"s));
        auto copies = weft::async(policy, [] { return throws_when_copied(); });
        CHECK(throws_text([&] { copies.get(); }, "copied"s)); // where it is moved out
    }
    support::wait_for_threads();
}

TEST_CASE("async throws what copying its arguments throws, and then starts nothing") {
    const auto before = weft::count();
    for (const launch policy : {launch::async, launch::deferred}) {
        const throws_when_copied value;
        CHECK(throws_text(
            [&] {
                static_cast<void>(weft::async(
                    policy, [](const throws_when_copied&) {}, value));
            },
            "copied"s));
    }
    CHECK(weft::count() == before);
}

TEST_CASE("a function of async that ends its thread by exit() gives that as its result") {
    auto awaited = weft::async(launch::async, [] { weft::exit(); });
    CHECK_THROWS_AS(awaited.get(), weft::system_exit);
    support::wait_for_threads();
}
