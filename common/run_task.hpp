// What a thread does.
#pragma once

#include "weft/detail/task.hpp"

namespace weft {

/// Runs `work` in the running thread. What it throws ends here: `system_exit` in silence, the rest
/// reported.
void run_task(detail::task& work);

} // namespace weft
