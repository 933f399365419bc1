// Where the system tells a program of no faults.
#include "host.hpp"

namespace weft::host {

// NOLINTNEXTLINE(modernize-use-equals-default): others do something here.
fault_watch::fault_watch(void (*)(const char*)) {}
fault_watch::~fault_watch() = default;

} // namespace weft::host
