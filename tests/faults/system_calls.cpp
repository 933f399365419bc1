// A system that refuses.
#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <system_error>

#include <weft/std/future.hpp>
#include <weft/std/thread.hpp>
#include <weft/thread.hpp>

#include "../support.hpp"
#include "ctrl_c.hpp"
#include "injected.hpp"
#include "refused_sigint.hpp"
#include "refused_threads.hpp"

using faults::counted;
using faults::refused_threads;

namespace {

template <class F>
std::string message_of_error(F call) {
    try {
        call();
    } catch (const weft::error& e) {
        return e.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("start_new_thread says the system's reason for which it cannot start a thread") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        for (const std::error_code reason : refused_threads::reasons) {
            CAPTURE(way);
            const refused_threads fault(reason, way);
            CHECK(message_of_error([] { weft::start_new_thread([] {}); }) ==
                  "can't start new thread: " + reason.message());
        }
    }
}

TEST_CASE("thread throws resource_unavailable_try_again with the system's reason") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        for (const std::error_code reason : refused_threads::reasons) {
            CAPTURE(way);
            const refused_threads fault(reason, way);
            try {
                weft::thread([] {}).join();
                FAIL("was started");
            } catch (const std::system_error& e) {
                CHECK(e.code() == std::errc::resource_unavailable_try_again);
                CHECK(support::contains(e.what(), reason.message()));
            }
        }
    }
}

namespace {

/// Whether `start` throws that.
template <class Error, class Start>
bool is_refused(Start start) {
    try {
        start();
    } catch (const Error&) {
        return true;
    }
    return false;
}

/// Starts one or the other kind.
bool is_refused(bool by_the_standard) {
    if (by_the_standard)
        return is_refused<std::system_error>(
            [] { weft::thread([](counted) {}, counted()).join(); });
    return is_refused<weft::error>(
        [] { weft::start_new_thread([](counted) {}, std::tuple{counted()}); });
}

} // namespace

TEST_CASE("where the system refuses a thread, nothing of it is left: arguments, memory, stack and "
          "count") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        for (const bool by_the_standard : {false, true}) {
            const refused_threads fault(refused_threads::reasons.front(), way);
            int memory = 0;
            int stacks = 0;
            for (int round = 0; round < 2; ++round) {
                // The first one takes a stack away that it has no use for.
                memory = faults::allocations();
                stacks = refused_threads::stacks();
                CHECK(is_refused(by_the_standard));
            }
            CHECK(faults::allocations() == memory);
            CHECK(refused_threads::stacks() == stacks);
            CHECK(counted::alive == 0);
            CHECK(weft::count() == 0);
        }
    }
    support::run([] {}); // and the next one starts
}

TEST_CASE(
    "launch::async throws resource_unavailable_try_again with the system's reason, and leaves "
    "nothing") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        for (const std::error_code reason : refused_threads::reasons) {
            CAPTURE(way);
            const refused_threads fault(reason, way);
            int memory = 0;
            for (int round = 0; round < 2; ++round) {
                memory = faults::allocations();
                std::error_code thrown;
                try {
                    static_cast<void>(weft::async(
                        weft::launch::async, [](counted) {}, counted()));
                } catch (const std::system_error& e) {
                    thrown = e.code();
                    CHECK(support::contains(e.what(), reason.message()));
                }
                CHECK(thrown == std::errc::resource_unavailable_try_again);
            }
            CHECK(faults::allocations() == memory);
            CHECK(counted::alive == 0);
            CHECK(weft::count() == 0);
        }
    }
}

TEST_CASE("async defers the function where the system refuses a thread, and the policy allows it") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        const refused_threads fault(refused_threads::reasons.front(), way);
        auto result = weft::async([](counted) { return weft::get_ident(); }, counted());
        CHECK(result.wait_for(std::chrono::seconds(0)) == weft::future_status::deferred);
        CHECK(counted::alive == 1);
        CHECK(result.get() == weft::get_ident());
        CHECK(counted::alive == 0);
        static_cast<void>(weft::async([](counted) { FAIL("was called"); }, counted()));
        CHECK(counted::alive == 0);
    }
}

TEST_CASE("where the system refuses to redirect SIGINT, its handler stays as it was") {
    {
        const support::own_ctrl_c own;
        {
            const faults::failing_call fault(support::sigint_refused,
                                             support::sigint_refusal.value());
            CHECK(message_of_error([] { const weft::interrupt_on_sigint on; }) ==
                  "can't handle SIGINT: " + support::sigint_refusal.message());
        }
        CHECK(own.is_set());
    }
    CHECK(support::interrupts_of([] {
              const weft::interrupt_on_sigint on;
              support::ctrl_c();
          }) == 1);
}

TEST_CASE("where a thread for SIGINT is refused, its handler stays as it was") {
    const support::own_ctrl_c own;
    const std::error_code reason = refused_threads::reasons.front();
    {
        const refused_threads fault(reason, 0);
        const std::string message = message_of_error([] { const weft::interrupt_on_sigint on; });
        // Most need none.
        CHECK((message == "no error" || message == "can't wait for SIGINT: " + reason.message()));
    }
    CHECK(own.is_set());
    {
        const weft::interrupt_on_sigint on;
        CHECK(support::interrupts_of(support::ctrl_c) == 1);
    }
    CHECK(own.is_set());
}
