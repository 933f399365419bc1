// What the process is told of its threads.
#pragma once

namespace weft::posix {

/// Whether stacks can be switched.
bool has_fibers() noexcept;

/// Before there are several. Where no stacks can be switched, as the program is linked without
/// Asyncify, says so, and aborts.
void expect_threads() noexcept;

} // namespace weft::posix
