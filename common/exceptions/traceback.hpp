// The text of a traceback.
#pragma once

#include <string>

#include "host.hpp"
#include "thread_record.hpp"

namespace weft {

/// In a handler: "type: what()" of the exception, and a line "caused by: ..." for each that is
/// nested in it. Ends in a newline.
std::string exception_chain();

/// In the handler of an exception that `trace` is the throw of: all that is printed where it ends
/// `thread`.
std::string unhandled_report(const thread_record& thread, const host::stack_trace& trace);

} // namespace weft
