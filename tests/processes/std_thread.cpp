// What ends the program: a thread that is lost while it is joinable, and what leaves its function.
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <weft/std/thread.hpp>

#include "own_stderr.hpp"
#include "process.hpp"
#include "reported_function.hpp"

using support::contains;
using weft::thread;

namespace {

int output = -1;

/// What a process says on stderr until it calls std::terminate, and "terminated".
template <class F>
std::string said_until_terminated(F program) {
    const auto ended = support::run_process([=](int to) {
        output = to;
        support::write_stderr_to(to);
        std::set_terminate([] {
            support::write_to(output, "terminated");
            std::_Exit(0);
        });
        program();
        support::write_to(to, "went on");
    });
    return ended.output + (ended.ended_well() ? "" : ", and did not end well");
}

weft::lock_type never_released;

void throwing(int number) {
    if (number == 0)
        throw std::runtime_error("what it was");
    throwing(number - 1);
}

} // namespace

namespace suite {

/// Not in a namespace without a name: programs tell the names that others may see.
void worker(int) {
    never_released.acquire();
}

} // namespace suite

namespace {

bool names_worker(const std::string& said) {
    return contains(said, support::reported_function(suite::worker, "suite::worker(int)"));
}

} // namespace

TEST_CASE("a thread object that is destroyed while it is joinable terminates the program, and says "
          "which") {
    const std::string said = said_until_terminated([] {
        never_released.acquire();
        const thread lost(suite::worker, 1);
    });
    CHECK(contains(said, "weft: main destroys the thread object of #2 "));
    CHECK(names_worker(said));
    CHECK(contains(said, ", which is joinable\n"));
    CHECK(said.ends_with("terminated"));
}

TEST_CASE("so does one that is assigned to") {
    const std::string said = said_until_terminated([] {
        never_released.acquire();
        thread lost(suite::worker, 1);
        lost = thread();
    });
    CHECK(contains(said, "weft: main assigns to the thread object of #2 "));
    CHECK(names_worker(said));
    CHECK(said.ends_with("terminated"));
}

TEST_CASE("an exception that leaves a thread's function is reported, and terminates the program") {
    const std::string said = said_until_terminated([] { thread(throwing, 3).join(); });
    CHECK(contains(said, "Unhandled exception in thread 2 started by "));
    CHECK(contains(said, "std::runtime_error: what it was\n"));
    CHECK(said.ends_with("terminated"));
}

TEST_CASE("where there is a hook, it has the report, before the program terminates") {
    const std::string said = said_until_terminated([] {
        weft::set_excepthook([](const weft::excepthook_args& args) {
            support::write_to(output, "hook of " + std::to_string(args.thread) + "; ");
        });
        thread(throwing, 3).join();
    });
    CHECK(said.ends_with("hook of 2; terminated"));
}

TEST_CASE("the exception is the one that is handled when the program terminates") {
    const std::string said = said_until_terminated([] {
        weft::set_excepthook([](const weft::excepthook_args&) {});
        std::set_terminate([] {
            const bool is_there = std::current_exception() != nullptr;
            support::write_to(output, is_there ? "handled" : "none");
            std::_Exit(0);
        });
        thread(throwing, 3).join();
    });
    CHECK(said.ends_with("handled"));
}

TEST_CASE("a stop callback that throws terminates the program") {
    const std::string said = said_until_terminated([] {
        weft::stop_source source;
        const weft::stop_callback throws(source.get_token(), [] { throw 1; });
        source.request_stop();
    });
    CHECK(said == "terminated");
    const std::string said_at_once = said_until_terminated([] {
        weft::stop_source source;
        source.request_stop();
        const weft::stop_callback throws(source.get_token(), [] { throw 1; });
    });
    CHECK(said_at_once == "terminated");
}
