// By what the GNU C library's pthread_atfork is made of, which has nothing of threads.
#include "host.hpp"

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the C library's and the compiler's.
extern "C" {
int __register_atfork(void (*prepare)(), void (*in_parent)(), void (*in_child)(), void* library);

/// The program, or the library that is unloaded with what it has registered.
extern void* __dso_handle;
}

namespace weft::host {

at_fork::at_fork(void (*in_child)()) {
    __register_atfork(nullptr, nullptr, in_child, __dso_handle);
}

} // namespace weft::host
// NOLINTEND(bugprone-reserved-identifier)
