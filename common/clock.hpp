// The clock that waits are measured by.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace weft {

/// A moment of std::chrono::steady_clock, in nanoseconds since its epoch. Not std::int64_t, which
/// is another type on other systems: the symbols of the contract are the same on all.
using deadline_t = long long;

/// The deadline of a wait without one.
inline constexpr deadline_t forever = std::numeric_limits<deadline_t>::max();

inline deadline_t now() {
    using std::chrono::nanoseconds, std::chrono::steady_clock;
    return std::chrono::duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The deadline of a wait that begins at `start`; `forever` where it is later than can be told.
inline deadline_t deadline_in(std::int64_t nanoseconds, deadline_t start) {
    return nanoseconds < forever - start ? start + nanoseconds : forever;
}

} // namespace weft
