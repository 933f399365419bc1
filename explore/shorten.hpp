// A failing schedule, made short: what remains is what it takes.
#pragma once

#include "run.hpp"

namespace weft {

/// Replaces a failed run by one that fails for the same reason and deviates in fewer places, if
/// some are found; or by one that crashed, after which there is no other.
void shorten(outcome& failed, detail::task& body, const explore_options& options);

} // namespace weft
