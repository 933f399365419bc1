// How a wait with a deadline ended ([condition.variable.syn]): weft's own, as this platform has
// none of the standard's.
#pragma once

namespace weft {

enum class cv_status { no_timeout, timeout };

} // namespace weft
