// Which weft this is.
#pragma once

#include "weft/detail/attributes.hpp"

/// The version of these headers: "major.minor.patch", and its numbers for the preprocessor.
#define WEFT_VERSION "0.1.0"
#define WEFT_VERSION_MAJOR 0
#define WEFT_VERSION_MINOR 1
#define WEFT_VERSION_PATCH 0

namespace weft {

/// The version of the library that the program runs with: another than `WEFT_VERSION` where it was
/// compiled with other headers. Any thread may call it.
[[nodiscard]] WEFT_VISIBLE const char* version() noexcept;

} // namespace weft
