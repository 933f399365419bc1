// How a wait with a deadline ended ([condition.variable.syn]): the standard's, which this platform
// has.
#pragma once

#include <condition_variable>

namespace weft {

using std::cv_status;

} // namespace weft
