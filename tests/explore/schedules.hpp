// How many schedules are looked at: fewer where a sanitizer or an emulator makes each slow, as what
// they show does not depend on them.
#pragma once

#include <cstdint>

namespace support {

inline constexpr unsigned preemptions = FEW_SCHEDULES ? 1 : 2;
inline constexpr std::uint64_t random_schedules = FEW_SCHEDULES ? 300 : 3000;

} // namespace support
