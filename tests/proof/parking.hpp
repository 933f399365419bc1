// The parking that the bodies are run on: each file that fulfils this has another.
#pragma once

namespace proof {

/// First in each run, in which so many waits may end early, or not begin.
void begin_run(int early_returns);

} // namespace proof
