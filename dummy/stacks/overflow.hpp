// A stack that has overflowed, where no memory below it faults.
#pragma once

namespace weft::backend {

/// Says so, and aborts. `argument` is what its context was created with; null for main's.
[[noreturn]] void overflowed(void* argument);

} // namespace weft::backend
