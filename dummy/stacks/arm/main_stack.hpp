// The stack that the program began with: it has room where those of threads, which are small, have
// none.
#pragma once

#include <cstdint>

namespace weft::backend {

/// Calls `function(argument)`, which does not switch, and throws nothing, below what is there.
std::uintptr_t call_on_main(std::uintptr_t (*function)(std::uintptr_t), std::uintptr_t argument);

/// Before a switch: where such a function comes to it, as what() of a program may, which a report
/// calls, says so, and aborts.
void refuse_on_main();

} // namespace weft::backend
