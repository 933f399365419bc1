// Loops of calls that do not wait.
#pragma once

#include <atomic>
#include <chrono>

#include <doctest/doctest.h>

#include "started.hpp"

namespace suite {

/// Calls again and again what does not wait. The thread that is to end that, and starts later, must
/// come to it.
template <class Call>
void does_not_keep_others_from_running(const char* name, Call call) {
    INFO(name);
    std::atomic<bool> ends{false};
    std::atomic<bool> ended{false};
    auto loops = [&]() -> void* {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!ends && std::chrono::steady_clock::now() < until)
            call();
        ended = ends.load();
        return nullptr;
    };
    started looping(loops);
    auto tells = [&]() -> void* {
        ends = true;
        return nullptr;
    };
    started telling(tells);
    telling.join();
    looping.join();
    CHECK(ended);
}

} // namespace suite
