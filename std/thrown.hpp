// What futures throw, and what is thrown where a thread is started for one. Where C++ is compiled
// without exceptions, what would be thrown is printed, and the program aborts.
#pragma once

#include <exception>

#include "awaited_thread.hpp"
#include "owned_task.hpp"
#include "weft/std/detail/future_names.hpp"

namespace weft {

[[noreturn]] void raise(const future_error& thrown);
[[noreturn]] void rethrow(const std::exception_ptr& thrown);

/// As `start`, but returns false where the system refuses.
bool starts(owned_task work, awaited_thread& awaited);

} // namespace weft
