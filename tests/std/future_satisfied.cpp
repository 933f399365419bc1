// Promises that several threads give a value ([futures.promise]/11), and who waits for itself.
#include <weft/std/future.hpp>
#include <weft/std/latch.hpp>

#include <string>
#include <system_error>

#include <doctest/doctest.h>

#include "../support.hpp"

TEST_CASE("of several threads that give a promise its value, one does") {
    constexpr int threads = 4;
    for (int i = 0; i < 200; ++i) {
        weft::promise<std::string> given;
        auto awaited = given.get_future();
        weft::latch all(threads + 1);
        weft::latch done(threads);
        int refused[threads] = {};
        for (int& each : refused)
            weft::start_new_thread([&] {
                all.arrive_and_wait();
                try {
                    given.set_value("a text that is no small string");
                } catch (const weft::future_error& error) {
                    each = error.code() == weft::future_errc::promise_already_satisfied ? 1 : 0;
                }
                done.count_down();
            });
        all.arrive_and_wait();
        CHECK(awaited.get() == "a text that is no small string");
        done.wait();
        int sum = 0;
        for (const int each : refused)
            sum += each;
        CHECK(sum == threads - 1);
        support::wait_for_threads();
    }
}

TEST_CASE("a thread of async that waits for its own result is told") {
    weft::lock_type is_given;
    is_given.acquire();
    weft::shared_future<void> own;
    std::errc refused{};
    own = weft::async(weft::launch::async, [&] {
        support::wait_for(is_given);
        try {
            own.wait();
        } catch (const std::system_error& error) {
            refused = static_cast<std::errc>(error.code().value());
        }
    });
    is_given.release();
    own.wait();
    CHECK(refused == std::errc::resource_deadlock_would_occur);
}
