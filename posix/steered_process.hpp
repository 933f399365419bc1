// A process that is steered from here to its end.
#pragma once

#include <cstddef>

#include "chooser.hpp"
#include "steered_run.hpp"

namespace weft::posix {

/// How a run is over before the program ends by itself.
enum class early_end { none, deadlock, livelock, seen };

/// Has `by` choose. A run that is over is told by `*told`, and by its report; the process aborts
/// then, but exits where the rest was seen before. REQUIRES: as `backend::steer_process`.
void steer_process(backend::chooser& by, std::size_t most_steps, early_end& told);

} // namespace weft::posix
