// The C library's, where a source that is compiled as it is has the mutexes and conditions of
// posix.hpp under its names: as macros, as C has no other way to give a function another name. With
// parameters, as the C++ library pastes the names of those functions.
#pragma once
#pragma GCC system_header // or #include_next is warned of

#include_next <pthread.h>

#include "posix.hpp"

#define pthread_mutex_lock(mutex) ::proof::posix::lock(mutex)
#define pthread_mutex_unlock(mutex) ::proof::posix::unlock(mutex)
#define pthread_cond_init(condition, attributes) ::proof::posix::make(condition)
#define pthread_cond_destroy(condition) ::proof::posix::destroy(condition)
#define pthread_cond_wait(condition, mutex) ::proof::posix::wait(condition, mutex)
#define pthread_cond_timedwait(condition, mutex, end)                                              \
    ::proof::posix::wait_until(condition, mutex, *(end))
#define pthread_cond_signal(condition) ::proof::posix::signal(condition)
