// What happens to an exception that a thread's function does not handle.
#pragma once

#include "host.hpp"

namespace weft {

/// REQUIRES: called in the handler of the exception; `trace` is that of its throw.
void report_unhandled(const host::stack_trace& trace) noexcept;

} // namespace weft
