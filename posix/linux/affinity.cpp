// On which processors threads run: all on those of the process.
#include <cerrno>
#include <pthread.h>
#include <sched.h>

#include "thread.hpp"

namespace weft::posix {

extern "C" {

int pthread_attr_setaffinity_np(pthread_attr_t*, std::size_t, const cpu_set_t*) {
    return ENOTSUP;
}

int pthread_attr_getaffinity_np(const pthread_attr_t*, std::size_t size, cpu_set_t* set) {
    return sched_getaffinity(0, size, set) == 0 ? 0 : errno;
}

int pthread_setaffinity_np(pthread_t id, std::size_t, const cpu_set_t*) {
    return find(id) == nullptr ? ESRCH : ENOTSUP;
}

int pthread_getaffinity_np(pthread_t id, std::size_t size, cpu_set_t* set) {
    if (find(id) == nullptr)
        return ESRCH;
    return sched_getaffinity(0, size, set) == 0 ? 0 : errno;
}

} // extern "C"

} // namespace weft::posix
