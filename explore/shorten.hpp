// A failing schedule, made short: what remains is what it takes.
#pragma once

#include <functional>

#include "run.hpp"

namespace weft {

/// Replaces a failed run by one that fails for the same reason and deviates in fewer places, if
/// some are found, which `make` makes; or by one that crashed, after which there is no other.
void shorten(outcome& failed, const std::function<outcome(const schedule&)>& make);

} // namespace weft
