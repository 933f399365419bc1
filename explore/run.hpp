// One run of a body under one schedule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "policies.hpp"
#include "schedule.hpp"
#include "weft/explore.hpp"

namespace weft {

struct outcome {
    enum class kind : std::uint8_t {
        held,
        failed,
        crashed, ///< and what it has left behind may be broken
        seen,    ///< it would have gone on as another run
    };
    kind is = kind::held;
    std::string what;   ///< why it failed
    std::string report; ///< that, for people
    schedule made;
    std::size_t choices = 0;
    std::uint64_t fingerprint = 0; ///< as `backend::steered_run` has it
};

/// Ends the run that is made as one that crashed; returns where none is.
void end_crashed_run(const char* what);

class recorder;

/// Records it, where there is a recorder. REQUIRES: no other thread than the running one exists,
/// and no run is made.
outcome run(detail::task& body, policy_chooser& by, std::uint64_t seed,
            const explore_options& options, recorder* recorded_by = nullptr);

} // namespace weft
