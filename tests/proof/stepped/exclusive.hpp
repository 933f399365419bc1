// Others are kept out as where threads are real, so that what is guarded is looked at step by step.
#pragma once

#include "hold.hpp"

namespace weft::backend {

using exclusive = hold;

} // namespace weft::backend
