// Waiting on a word, as Windows has it since version 8: for parking threads, and for the sleep of a
// process whose Ctrl-C comes to a thread of its own.
#pragma once

#include <algorithm>
#include <cstdint>
#include <windows.h>

#include "clock.hpp"

namespace weft::host {

/// Rounded up; INFINITE for no other deadline than `forever`.
inline DWORD milliseconds_until(deadline_t deadline) {
    if (deadline == forever)
        return INFINITE;
    constexpr deadline_t millisecond = 1'000'000;
    constexpr deadline_t longest = INFINITE - deadline_t{1};
    const deadline_t left = std::max<deadline_t>(deadline - now(), 0);
    return static_cast<DWORD>(
        std::min(left / millisecond + (left % millisecond == 0 ? 0 : 1), longest));
}

/// Waits while `word` holds `expected`, until it is woken or the deadline has passed. May return
/// early.
inline void wait_while(const std::uint32_t& word, std::uint32_t expected, deadline_t deadline) {
    auto* const watched = const_cast<std::uint32_t*>(&word); // it is only looked at
    WaitOnAddress(watched, &expected, sizeof expected, milliseconds_until(deadline));
}

/// The word may be gone: only its address is used.
inline void wake_one(const std::uint32_t* word) noexcept {
    WakeByAddressSingle(const_cast<std::uint32_t*>(word));
}

inline void wake_all(const std::uint32_t* word) noexcept {
    WakeByAddressAll(const_cast<std::uint32_t*>(word));
}

} // namespace weft::host
