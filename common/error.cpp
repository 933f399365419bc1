#include "weft/error.hpp"

namespace weft {

error::~error() = default;

deadlock::~deadlock() = default;

} // namespace weft
