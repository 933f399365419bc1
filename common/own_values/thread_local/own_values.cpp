#include "local_values.hpp"
#include "weft/detail/own_value.hpp"

namespace weft::detail {

constinit thread_local const local_values* own_values = &no_values;

} // namespace weft::detail
