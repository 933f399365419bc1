// The environment, by hand: a program may have functions of its own by the C library's names, as
// shells do, and these would be called instead.
#pragma once

#include <span>

namespace weft::posix {

/// Null where it is not set.
const char* value_of(const char* variable) noexcept;

void unset(std::span<const char* const> variables) noexcept;

} // namespace weft::posix
