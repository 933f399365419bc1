// How reports name a thread.
#pragma once

#include <string>

#include "thread_record.hpp"

namespace weft {

/// The function that a thread was started with: "serve(int)", or "a function whose name is not
/// known".
std::string function_name(const detail::started_function& function);

/// "main", or "#2 serve(int)".
std::string thread_name(ident_t thread, const detail::started_function& started);

} // namespace weft
