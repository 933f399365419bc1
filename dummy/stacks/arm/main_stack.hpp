// The stack that the program began with: it has room where those of threads, which are small, have
// none.
#pragma once

#include <cstdint>

namespace weft::backend {

/// Calls `function(argument)`, which does not switch, and throws nothing, below what is there.
std::uintptr_t call_on_main(std::uintptr_t (*function)(std::uintptr_t), std::uintptr_t argument);

} // namespace weft::backend
