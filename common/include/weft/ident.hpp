// What identifies a thread.
#pragma once

#include <cstdint>

namespace weft {

/// A "thread identifier": "a nonzero integer. Its value has no direct meaning; it is intended as
/// a magic cookie to be used e.g. to index a dictionary of thread-specific data".
using ident_t = std::uint64_t;

} // namespace weft
