// Calls that wait, and that a handler ends.
#pragma once

#include <atomic>
#include <cerrno>
#include <csignal>

#include "eventually.hpp"
#include "started.hpp"

namespace suite {

/// The error of a call that waits, and is never ready, in a thread for which a signal comes whose
/// handler has calls end.
template <class Waits>
int error_when_interrupted(Waits waits) {
    struct sigaction before {};
    struct sigaction handled {};
    handled.sa_handler = [](int) {};
    REQUIRE(sigaction(SIGUSR1, &handled, &before) == 0);
    std::atomic<bool> has_ended{false};
    int error = 0;
    auto calls = [&]() -> void* {
        error = waits() == -1 ? errno : 0;
        has_ended = true;
        return nullptr;
    };
    started thread(calls);
    CHECK(eventually([&] {
        pthread_kill(thread.id, SIGUSR1);
        return has_ended.load();
    }));
    thread.join();
    CHECK(sigaction(SIGUSR1, &before, nullptr) == 0);
    return error;
}

} // namespace suite
