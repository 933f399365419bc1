// Waiting for what another thread does, where no lock can tell.
#pragma once

#include <chrono>
#include <sched.h>

namespace suite {

/// Gives way until `holds()`. False if that took longer than on any machine under load.
template <class F>
bool eventually(F holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        sched_yield();
    }
    return true;
}

/// Lets a thread that was just started come to where it waits. What is tested holds if it does not,
/// too.
inline void let_run() {
    // By time, as on a machine under load one call may take as long as all of these else.
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
    do
        sched_yield();
    while (std::chrono::steady_clock::now() < end);
}

} // namespace suite
