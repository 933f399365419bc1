// The linker leads weft's calls of `pthread_create` here (--wrap).
#include <cerrno>
#include <pthread.h>

#include "refused_threads.hpp"

namespace {
int create_error = 0;
}

const int faults::refused_threads::ways = 1;
const std::vector<std::error_code> faults::refused_threads::reasons{
    {EAGAIN, std::generic_category()},
    {EPERM, std::generic_category()},
    {ENOMEM, std::generic_category()},
};

int faults::refused_threads::stacks() {
    return 0;
}

faults::refused_threads::refused_threads(std::error_code reason, int) {
    create_error = reason.value();
}

faults::refused_threads::~refused_threads() {
    create_error = 0;
}

// NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's.
extern "C" {
int __real_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
int __wrap_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                          void* (*function)(void*), void* argument) {
    return create_error != 0 ? create_error
                             : __real_pthread_create(thread, attributes, function, argument);
}
}
// NOLINTEND(bugprone-reserved-identifier)
