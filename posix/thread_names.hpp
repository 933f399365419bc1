// The names of threads.
#pragma once

#include <string_view>

#include "thread.hpp"

namespace weft::posix {

/// That which it was given, or its maker had. It ends with a null character.
const char* name_of(thread& which) noexcept;

/// As much of `name` as there is room for.
void rename(thread& which, std::string_view name) noexcept;

} // namespace weft::posix
