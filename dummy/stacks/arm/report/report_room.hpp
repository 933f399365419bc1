// Where there is room for a report: on the stack that the program began with.
#pragma once

#include <cstddef>

#include "arm/main_stack.hpp"

namespace weft::backend {

/// What is left for a thread's own: a throw that nobody catches.
inline constexpr std::size_t report_stack_size = 4096;

/// Calls `make`, which does not wait, and throws nothing.
template <class F>
void with_report_room(F make) {
    call_on_main(
        [](std::uintptr_t given) -> std::uintptr_t {
            (*reinterpret_cast<F*>(given))();
            return 0;
        },
        reinterpret_cast<std::uintptr_t>(&make));
}

} // namespace weft::backend
