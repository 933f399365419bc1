// Futures, [futures], where threads wait for each other.
#include <weft/std/future.hpp>
#include <weft/std/latch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using weft::future;
using weft::future_status;
using weft::launch;
using weft::promise;
using weft::shared_future;

namespace {

template <class Future>
void wait_in_time(const Future& awaited) {
    if (awaited.wait_for(support::patience) != future_status::ready)
        support::give_up("a future was not ready in time\n");
}

} // namespace

TEST_CASE("get() blocks until the value is given, and sees what was done before") {
    for (int i = 0; i < 500; ++i) {
        promise<int> question;
        promise<std::string> answer;
        auto asked = question.get_future();
        auto answered = answer.get_future();
        weft::start_new_thread([asked = std::move(asked), given = std::move(answer)]() mutable {
            given.set_value(std::to_string(asked.get()));
        });
        question.set_value(i);
        CHECK(answered.get() == std::to_string(i));
    }
    support::wait_for_threads();
}

TEST_CASE("a timed wait is ended by the value") {
    for (int i = 0; i < 100; ++i) {
        promise<void> given;
        const auto awaited = given.get_future();
        auto status = future_status::timeout;
        weft::latch done(1);
        weft::start_new_thread([&] {
            status = awaited.wait_until(std::chrono::system_clock::now() + support::patience);
            done.count_down();
        });
        given.set_value();
        done.wait();
        CHECK(status == future_status::ready);
        support::wait_for_threads();
    }
}

TEST_CASE("a value that is given at the moment of a timeout is there") {
    for (int i = 0; i < 300; ++i) {
        promise<int> given;
        auto awaited = given.get_future();
        weft::start_new_thread([given = std::move(given)]() mutable { given.set_value(1); });
        static_cast<void>(awaited.wait_for(std::chrono::microseconds(i)));
        wait_in_time(awaited);
        CHECK(awaited.get() == 1);
    }
    support::wait_for_threads();
}

TEST_CASE("all threads that wait for a shared future go on") {
    constexpr int waiting = 5;
    promise<std::string> given;
    const auto shared = given.get_future().share();
    weft::latch done(waiting);
    for (int i = 0; i < waiting; ++i)
        weft::start_new_thread([&done, own = shared] {
            CHECK(own.get() == "for all");
            done.count_down();
        });
    support::pause();
    given.set_value("for all");
    done.wait();
    support::wait_for_threads();
}

TEST_CASE("a broken promise ends the wait") {
    promise<int> given;
    const auto awaited = given.get_future();
    weft::latch ended(1);
    weft::start_new_thread([&] {
        wait_in_time(awaited);
        ended.count_down();
    });
    support::pause();
    given = promise<int>();
    ended.wait();
    support::wait_for_threads();
}

TEST_CASE("the last of a shared future's copies destroys the value") {
    const auto shared = std::make_shared<int>(1);
    for (int i = 0; i < 200; ++i) {
        promise<std::shared_ptr<int>> given;
        auto first = given.get_future().share();
        for (int t = 0; t < 3; ++t)
            weft::start_new_thread([copy = first]() mutable {
                copy.wait();
                copy = {};
            });
        given.set_value(shared);
        given = {};
        first = {};
        support::wait_for_threads();
        CHECK(shared.use_count() == 1);
    }
}

TEST_CASE("launch::async runs at the same time as who started it") {
    promise<int> question;
    auto asked = question.get_future();
    auto answer = weft::async(launch::async, [&] { return asked.get() + 1; });
    CHECK(answer.wait_for(1ms) == future_status::timeout);
    question.set_value(41);
    CHECK(answer.get() == 42);
    support::wait_for_threads();
}

TEST_CASE("launch::async's thread is counted, and named by the function") {
    weft::latch begun(1);
    promise<void> end;
    const auto before = weft::count();
    const auto runs = weft::async(launch::async, [&] {
        begun.count_down();
        end.get_future().get();
    });
    begun.wait();
    CHECK(weft::count() == before + 1);
    end.set_value();
    wait_in_time(runs);
    support::wait_for_threads(before);
}

TEST_CASE("the last future of async waits for a thread that waits") {
    promise<void> go;
    int done = 0;
    weft::latch begun(1);
    weft::start_new_thread([&] {
        begun.wait();
        support::pause();
        go.set_value();
    });
    static_cast<void>(weft::async(launch::async, [&] {
        begun.count_down();
        go.get_future().get();
        done = 1;
    }));
    CHECK(done == 1);
    support::wait_for_threads();
}

TEST_CASE("a deferred function is called by one of those who wait, and the others wait for that") {
    for (int i = 0; i < 100; ++i) {
        int calls = 0;
        const auto lazy = weft::async(launch::deferred, [&] {
                              weft::this_thread::yield();
                              return ++calls;
                          }).share();
        weft::latch done(3);
        for (int t = 0; t < 3; ++t)
            weft::start_new_thread([&, own = lazy] {
                CHECK(own.get() == 1);
                done.count_down();
            });
        CHECK(lazy.get() == 1);
        done.wait();
        support::wait_for_threads();
    }
}

TEST_CASE("while a deferred function runs, timed waits are as for any other") {
    weft::latch begun(1);
    promise<void> go;
    auto awaited = go.get_future();
    const auto lazy = weft::async(launch::deferred, [&] {
                          begun.count_down();
                          awaited.get();
                      }).share();
    weft::start_new_thread([own = lazy] { own.wait(); });
    begun.wait();
    CHECK(lazy.wait_for(1ms) == future_status::timeout);
    go.set_value();
    wait_in_time(lazy);
    support::wait_for_threads();
}

TEST_CASE("many tasks of async are added up") {
    std::vector<future<int>> all;
    for (int i = 0; i < 50; ++i)
        all.push_back(weft::async(launch::async, [i] {
            weft::this_thread::yield();
            return i;
        }));
    int sum = 0;
    for (auto& each : all)
        sum += each.get();
    CHECK(sum == 49 * 50 / 2);
    support::wait_for_threads();
}
