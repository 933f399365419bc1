// What happens to an exception that a thread's function does not handle.
#pragma once

#include <cstddef>

#include "host.hpp"
#include "report_room.hpp" // the backend's
#include "weft/thread.hpp"

namespace weft {

/// What was given to `set_excepthook` last, or null.
excepthook get_excepthook() noexcept;

/// REQUIRES: called in the handler of the exception; `trace` is that of its throw.
void report_unhandled(const host::stack_trace& trace) noexcept;

/// The stack of a thread whose function has `size` bytes of it; 0 stays what the system gives. In
/// what is for the report, there is room for the thread-local storage that some systems take out.
/// REQUIRES: it fits a size_t
inline std::size_t with_report(std::size_t size) {
    return size == 0 ? 0 : size + backend::report_stack_size;
}

} // namespace weft
