// std/future_state.cpp, step by step, under all schedules up to a bound, on a parking as bad as the
// contract allows: whoever waits gets the one result, and the state is destroyed once, when nobody
// uses it any more.
#include <weft/std/future.hpp>

#include <chrono>
#include <memory>
#include <utility>

#include "check.hpp"
#include "operation.hpp"
#include "parking.hpp"
#include "steering.hpp"
#include "together.hpp"

using namespace std::chrono_literals;
using proof::check_all;
using weft::future_status;
using weft::promise;

namespace {

/// A value that tells whether it is written when it is read, and that there are as many destructors
/// as constructors.
struct value {
    explicit value(int& c, bool t = false) : count(&c), throws(t) { ++*count; }
    value(const value& other) : count(other.count), throws(other.throws) {
        weft::backend::take_point(weft::operation::acquire, this);
        if (throws)
            throw 1;
        ++*count;
        complete = true;
    }
    value& operator=(const value&) = delete;
    ~value() {
        complete = false;
        --*count;
    }
    void expect_complete() const {
        if (!complete)
            weft::fail("a value is read that is not written, or is destroyed");
    }
    int* count;
    bool throws;
    bool complete = false;
};

void expect_none(int count) {
    if (count != 0)
        weft::fail("a value is not destroyed, or twice");
}

/// Two threads wait, of which one may give up, for a value that a third gives.
void value_is_given(int early_returns) {
    proof::begin_run(early_returns);
    int count = 0;
    {
        promise<value> given;
        auto shared = given.get_future().share();
        auto copy = shared;
        proof::together all;
        all.start([&] {
            const auto own = std::move(shared);
            own.get().expect_complete();
        });
        all.start([&] {
            const auto own = std::move(copy);
            if (own.wait_for(1s) == future_status::ready)
                own.get().expect_complete();
        });
        all.start([&] { given.set_value(value(count)); });
    }
    expect_none(count);
}

/// Two threads give it a value, of whom one does; the copy of the one may throw.
template <bool Throws>
void two_give(int early_returns) {
    proof::begin_run(early_returns);
    int count = 0;
    {
        promise<value> given;
        auto awaited = given.get_future();
        int refused = 0;
        proof::together all;
        const auto give = [&](bool throws) {
            const value source(count, throws);
            if (weft::detail::caught([&] { given.set_value(source); }) != nullptr)
                ++refused;
        };
        all.start([=] { give(Throws); });
        all.start([=] { give(false); });
        awaited.get().expect_complete();
        if (refused > 1)
            weft::fail("nobody gave it a value");
    }
    expect_none(count);
}

/// The promise is broken while one waits, and one may give up.
void promise_is_broken(int early_returns) {
    proof::begin_run(early_returns);
    auto given = std::make_unique<promise<int>>();
    auto shared = given->get_future().share();
    auto copy = shared;
    proof::together all;
    all.start([&] {
        const auto own = std::move(shared);
        own.wait();
        if (weft::detail::caught([&] { static_cast<void>(own.get()); }) == nullptr)
            weft::fail("there is a value");
    });
    all.start([&] {
        const auto own = std::move(copy);
        static_cast<void>(own.wait_for(1s));
    });
    all.start([&] { given.reset(); });
}

/// Three threads wait for a deferred function, which one of them calls.
void function_is_deferred(int early_returns) {
    proof::begin_run(early_returns);
    int calls = 0;
    auto lazy = weft::async(weft::launch::deferred, [&] {
                    weft::backend::take_point(weft::operation::acquire, &calls);
                    return ++calls;
                }).share();
    proof::together all;
    for (int i = 0; i < 3; ++i)
        all.start([own = lazy] {
            if (own.get() != 1)
                weft::fail("it was called twice");
        });
}

/// A thread of async's is waited for by the last of its futures.
void thread_is_waited_for(int early_returns) {
    proof::begin_run(early_returns);
    int done = 0;
    {
        auto shared = weft::async(weft::launch::async, [&] {
                          weft::backend::take_point(weft::operation::acquire, &done);
                          ++done;
                      }).share();
        auto copy = shared;
        proof::together all;
        all.start([&] {
            const auto own = std::move(shared);
            own.wait();
            if (done != 1)
                weft::fail("it is ready before the thread has ended");
        });
        all.start([&] {
            const auto own = std::move(copy);
            static_cast<void>(own.wait_for(1s));
        });
    }
    if (done != 1)
        weft::fail("nobody waits for the thread");
}

/// A value is there when the thread has ended that gives it, while its promise ends.
void value_is_given_at_exit(int early_returns) {
    proof::begin_run(early_returns);
    int count = 0;
    {
        auto given = std::make_unique<promise<value>>();
        auto awaited = given->get_future();
        proof::together all;
        all.start([&] {
            given->set_value_at_thread_exit(value(count));
            given.reset();
        });
        all.start([&] {
            const auto own = awaited.share();
            own.get().expect_complete();
        });
    }
    if (count > 1)
        weft::fail("a value is copied"); // the thread may not have let go yet
}

constexpr proof::body bodies[] = {value_is_given,        two_give<false>,      two_give<true>,
                                  promise_is_broken,     function_is_deferred, thread_is_waited_for,
                                  value_is_given_at_exit};

} // namespace

TEST_CASE("who waits for a future gets the value, in all schedules with two preemptions") {
    check_all(2, value_is_given, 0);
    check_all(2, value_is_given_at_exit, 0);
}

TEST_CASE("of two that give a promise its value, one does, and no copy that throws is left") {
    check_all(2, two_give<false>, 0);
    check_all(2, two_give<true>, 0);
}

TEST_CASE("who waits for a promise that is broken goes on") {
    check_all(2, promise_is_broken, 0);
}

TEST_CASE("a deferred function is called once") {
    check_all(2, function_is_deferred, 0);
}

TEST_CASE("the last of async's futures waits for the thread") {
    check_all(2, thread_is_waited_for, 0);
}

TEST_CASE("all of this holds where a park returns early") {
    for (const proof::body each : bodies)
        check_all(1, each, 1);
}

TEST_CASE("in a hundred thousand schedules of each kind, it holds with any number of preemptions") {
    for (const proof::body each : bodies)
        proof::check_some(each, 3);
}
