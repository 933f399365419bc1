// Looking for a schedule under which the program fails: a process for each.
#pragma once

#include <cstddef>
#include <cstdint>

#include "chooser.hpp"
#include "run_told.hpp"
#include "weft/explore.hpp"

namespace weft::posix {

struct exploring {
    policy chosen;
    std::size_t runs;
    std::uint64_t seed;
    int time_limit; ///< of each run, in seconds
    char** arguments;
};

/// One of the runs.
struct explored_run {
    backend::chooser& by;
    run_told& told;
};

/// Returns in the process of each run, which is to be made then; in this one never. REQUIRES: the
/// running thread is the only one.
explored_run explore_process(const exploring& wanted);

} // namespace weft::posix
