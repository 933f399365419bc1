// The stack of the running thread, as the system tells it.
#pragma once

#include <cstddef>

#include <pthread.h>

namespace support {

/// 0 where the system does not tell.
inline std::size_t own_stack_size() {
    pthread_attr_t attributes;
    if (::pthread_getattr_np(::pthread_self(), &attributes) != 0)
        return 0;
    void* lowest = nullptr;
    std::size_t size = 0;
    ::pthread_attr_getstack(&attributes, &lowest, &size);
    ::pthread_attr_destroy(&attributes);
    return size;
}

} // namespace support
