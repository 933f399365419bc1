// Where no stacks can be had.
#include "threads.hpp"

namespace weft::backend {

const char* const advice = "";

} // namespace weft::backend
