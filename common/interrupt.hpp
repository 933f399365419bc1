// Interrupts: a flag, which the main thread looks at, and parks on, at its interruption points.
#pragma once

#include <cstdint>

namespace weft {

/// Not 0: the main thread is to be interrupted.
extern constinit std::uint32_t pending_interrupt;

} // namespace weft
