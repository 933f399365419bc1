// Throwing. Where C++ is compiled without exceptions, what would be thrown is printed, and the
// program aborts.
#pragma once

#include <stdexcept>
#include <system_error>

#include "weft/error.hpp"

namespace weft {

[[noreturn]] void raise(const error& thrown);
[[noreturn]] void raise(const deadlock& thrown);
[[noreturn]] void raise(const system_exit& thrown);
[[noreturn]] void raise(const keyboard_interrupt& thrown);
[[noreturn]] void raise(const std::invalid_argument& thrown);
[[noreturn]] void raise(const std::system_error& thrown);

} // namespace weft
