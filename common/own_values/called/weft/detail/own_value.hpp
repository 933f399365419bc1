// Where a thread finds its values, on a system where the library has to be asked.
#pragma once

#include "weft/detail/local_value.hpp"

namespace weft::detail {

/// The value of the running thread where it is in front; else null.
WEFT_VISIBLE local_value* own_value(const local_key& key) noexcept;

} // namespace weft::detail
