// A schedule, as what it does otherwise than the dummy does by itself.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "steered_run.hpp"

namespace weft {

using schedule = std::vector<backend::deviation>;

/// For each deviation, how many choices there are between it and the one before, and what was
/// chosen if that is not 1, as "3" or "3.2", in base 36; with commas between them. "-" where there
/// is none.
std::string text_of(const schedule& made);

/// Throws std::invalid_argument where that is no such text.
schedule schedule_of(std::string_view text);

} // namespace weft
