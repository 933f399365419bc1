// What the file of a finished program tells.
#pragma once

#include <string>

namespace weft::posix {

/// Why that program cannot be run with libweft_posix by LD_PRELOAD; empty where nothing tells
/// against it, and for scripts, whose interpreter is run.
std::string unfitness_of(const std::string& path);

} // namespace weft::posix
