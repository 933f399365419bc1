// A system that refuses threads.
#pragma once

#include <cstddef>
#include <system_error>
#include <vector>

namespace faults {

/// While one lives, the system refuses to start a thread, for that reason. Where it has several
/// ways to, the `way`th; there are `ways`.
class refused_threads {
  public:
    static const int ways;

    /// Those that it can have.
    static const std::vector<std::error_code> reasons;

    /// How many stacks are mapped; 0 where the system keeps them.
    static int stacks();

    /// How many of those that threads have left are kept, where each has used `used` bytes.
    static constexpr std::size_t used = 262144;
    static const int kept_stacks;

    refused_threads(std::error_code reason, int way);
    ~refused_threads();
    refused_threads(const refused_threads&) = delete;
    refused_threads& operator=(const refused_threads&) = delete;
};

} // namespace faults
