// Where there is room for a report: on the stack of the thread that it is about.
#pragma once

#include <cstddef>

namespace weft::backend {

/// What a report takes of a stack beside the function's: demangling takes stack in proportion to
/// the longest name.
inline constexpr std::size_t report_stack_size = 131072;

/// Calls `make`, which does not wait, and throws nothing.
template <class F>
void with_report_room(F make) {
    make();
}

} // namespace weft::backend
