// A process that is steered from here to its end.
#pragma once

#include <cstddef>

#include "chooser.hpp"
#include "steered_run.hpp"

namespace weft::posix {

struct run_told;

/// Has `by` choose. A run that is over before the program ends by itself is told by `told`, or
/// reported where that is null; the process aborts then, but exits where the rest was seen before.
/// REQUIRES: as `backend::steer_process`.
void steer_process(backend::chooser& by, std::size_t most_steps, run_told* told);

} // namespace weft::posix
