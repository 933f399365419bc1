#pragma once

#include "hold.hpp"

namespace weft::backend {

using exclusive = hold;

} // namespace weft::backend
