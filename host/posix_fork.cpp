// By POSIX.
#include <pthread.h>

#include "host.hpp"

namespace weft::host {

at_fork::at_fork(void (*in_child)()) {
    pthread_atfork(nullptr, nullptr, in_child);
}

} // namespace weft::host
