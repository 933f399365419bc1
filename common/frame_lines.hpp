// The frames of a stack, as lines.
#pragma once

#include <string>
#include <vector>

#include "host.hpp"

namespace weft {

/// "  File "bank.cpp", line 12, in deposit(int)", a line for each, outermost first: without what is
/// between weft and the function that the thread was started with.
std::string frame_lines(std::vector<host::symbol> innermost_first);

/// Of all frames, innermost first.
std::vector<host::symbol> symbols_of(const host::stack_trace& trace);

} // namespace weft
