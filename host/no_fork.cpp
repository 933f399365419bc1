// Where there is no fork.
#include "host.hpp"

namespace weft::host {

at_fork::at_fork(void (*)()) {}

} // namespace weft::host
