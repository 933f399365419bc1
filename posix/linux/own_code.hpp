// Weft's code, and what that calls: no handler may run in the midst of it, as it might wait.
#pragma once

#include <cstdint>

namespace weft::posix {

/// Once, before `is_in_weft` is asked. Not in a handler.
void find_own_code() noexcept;

/// Whether an instruction is part of it.
bool is_in_weft(std::uintptr_t instruction) noexcept;

} // namespace weft::posix
