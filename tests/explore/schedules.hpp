// How many schedules are looked at: fewer where a sanitizer makes each slow, as it looks for what
// does not depend on them.
#pragma once

#include <cstdint>

namespace support {

inline constexpr unsigned preemptions = SANITIZED ? 1 : 2;
inline constexpr std::uint64_t random_schedules = SANITIZED ? 300 : 3000;

} // namespace support
