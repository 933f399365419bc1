// A system that refuses. The linker leads weft's calls of `sigaction` here (--wrap).
#include <cerrno>
#include <csignal>
#include <cstring>
#include <doctest/doctest.h>
#include <string>

#include <weft/thread.hpp>

#include "../support.hpp"
#include "injected.hpp"
#include "refused_threads.hpp"

using faults::counted;
using faults::refused_threads;

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
namespace {
int sigaction_error = 0;
}

extern "C" {
int __real_sigaction(int, const struct sigaction*, struct sigaction*);
int __wrap_sigaction(int signal, const struct sigaction* action, struct sigaction* before) {
    if (sigaction_error == 0)
        return __real_sigaction(signal, action, before);
    errno = sigaction_error;
    return -1;
}
}
// NOLINTEND(bugprone-reserved-identifier)

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
        for (const int reason : refused_threads::reasons) {
            CAPTURE(way);
            const refused_threads fault(reason, way);
            CHECK(message_of_error([] { weft::start_new_thread([] {}); }) ==
                  std::string("can't start new thread: ") + std::strerror(reason));
        }
    }
}

TEST_CASE("where the system refuses a thread, nothing of it is left: arguments, memory, stack and "
          "count") {
    for (int way = 0; way < refused_threads::ways; ++way) {
        const refused_threads fault(refused_threads::reasons.front(), way);
        int memory = 0;
        int stacks = 0;
        for (int round = 0; round < 2; ++round) {
            // The first one takes a stack away that it has no use for.
            memory = faults::allocations();
            stacks = refused_threads::stacks();
            try {
                weft::start_new_thread([](counted) {}, std::tuple{counted()});
                FAIL("was started");
            } catch (const weft::error&) {
            }
        }
        CHECK(faults::allocations() == memory);
        CHECK(refused_threads::stacks() == stacks);
        CHECK(counted::alive == 0);
        CHECK(weft::count() == 0);
    }
    support::run([] {}); // and the next one starts
}

TEST_CASE("where the system refuses to redirect SIGINT, its handler stays as it was") {
    struct sigaction before {};
    sigaction(SIGINT, nullptr, &before);
    {
        const faults::failing_call fault(sigaction_error, EINVAL);
        CHECK(message_of_error([] { const weft::interrupt_on_sigint on; }) ==
              "can't handle SIGINT: Invalid argument");
    }
    struct sigaction after {};
    sigaction(SIGINT, nullptr, &after);
    CHECK((after.sa_handler == before.sa_handler));
    CHECK(support::interrupts_of([] {
              const weft::interrupt_on_sigint on;
              std::raise(SIGINT);
          }) == 1);
}
