// Which frames of a stack are not the program's own.
#pragma once

#include "host.hpp"

namespace weft {

/// Whether it is weft's or the standard library's: by its scope, or by its file where debug
/// information has the bare name.
bool is_library_frame(const host::symbol& frame);

} // namespace weft
