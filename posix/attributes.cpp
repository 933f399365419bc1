#include "attributes.hpp"

#include <cerrno>
#include <climits>
#include <sched.h>

#include "call_on.hpp" // the processor's
#include "thread.hpp"

namespace weft::posix {

extern "C" {

int pthread_attr_init(pthread_attr_t* made) {
    keep_in<thread_attributes>(*made);
    return 0;
}

int pthread_attr_destroy(pthread_attr_t*) {
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t* given, int state) {
    if (state != PTHREAD_CREATE_DETACHED && state != PTHREAD_CREATE_JOINABLE)
        return EINVAL;
    attributes_of(*given).is_detached = state == PTHREAD_CREATE_DETACHED;
    return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t* given, int* state) {
    *state = attributes_of(*given).is_detached ? PTHREAD_CREATE_DETACHED : PTHREAD_CREATE_JOINABLE;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t* given, std::size_t size) {
    if (size < static_cast<std::size_t>(PTHREAD_STACK_MIN))
        return EINVAL;
    attributes_of(*given).stack_size = size;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t* given, std::size_t* size) {
    *size = attributes_of(*given).stack_size;
    return 0;
}

int pthread_attr_setguardsize(pthread_attr_t* given, std::size_t size) {
    constexpr std::size_t largest = 65536; // that each stack of weft's has
    if (size > largest)
        return EINVAL;
    attributes_of(*given).guard_size = size;
    return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t* given, std::size_t* size) {
    *size = attributes_of(*given).guard_size;
    return 0;
}

int pthread_attr_setstack(pthread_attr_t* given, void* lowest, std::size_t size) {
    if (!can_call_on)
        return ENOTSUP;
    if (size < static_cast<std::size_t>(PTHREAD_STACK_MIN))
        return EINVAL;
    attributes_of(*given).stack = lowest;
    attributes_of(*given).stack_size = size;
    return 0;
}

int pthread_attr_getstack(const pthread_attr_t* given, void** lowest, std::size_t* size) {
    *lowest = attributes_of(*given).stack;
    *size = attributes_of(*given).stack_size;
    return 0;
}

/// Of a stack whose size may be told later: not of use.
int pthread_attr_setstackaddr(pthread_attr_t*, void*) {
    return ENOTSUP;
}

int pthread_attr_getstackaddr(const pthread_attr_t* given, void** highest) {
    *highest = static_cast<char*>(attributes_of(*given).stack) + attributes_of(*given).stack_size;
    return 0;
}

// All threads are scheduled alike.

int pthread_attr_setinheritsched(pthread_attr_t* given, int wanted) {
    if (wanted != PTHREAD_INHERIT_SCHED && wanted != PTHREAD_EXPLICIT_SCHED)
        return EINVAL;
    attributes_of(*given).inherits = wanted == PTHREAD_INHERIT_SCHED;
    return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t* given, int* had) {
    *had = attributes_of(*given).inherits ? PTHREAD_INHERIT_SCHED : PTHREAD_EXPLICIT_SCHED;
    return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t*, int wanted) {
    if (sched_get_priority_min(wanted) < 0)
        return EINVAL; // there is no such policy
    return wanted == SCHED_OTHER ? 0 : ENOTSUP;
}

int pthread_attr_getschedpolicy(const pthread_attr_t*, int* had) {
    *had = SCHED_OTHER;
    return 0;
}

int pthread_attr_setschedparam(pthread_attr_t*, const sched_param* wanted) {
    return wanted->sched_priority == 0 ? 0 : EINVAL;
}

int pthread_attr_getschedparam(const pthread_attr_t*, sched_param* had) {
    had->sched_priority = 0;
    return 0;
}

int pthread_attr_setscope(pthread_attr_t*, int wanted) {
    if (wanted != PTHREAD_SCOPE_SYSTEM && wanted != PTHREAD_SCOPE_PROCESS)
        return EINVAL;
    return wanted == PTHREAD_SCOPE_SYSTEM ? 0 : ENOTSUP;
}

int pthread_attr_getscope(const pthread_attr_t*, int* had) {
    *had = PTHREAD_SCOPE_SYSTEM;
    return 0;
}

int pthread_getattr_np(pthread_t id, pthread_attr_t* told) {
    const thread* const which = find(id);
    if (which == nullptr)
        return ESRCH;
    auto& all = keep_in<thread_attributes>(*told, which->had);
    return which->function == nullptr ? tell_stack_of_main(all) : 0;
}

int pthread_setattr_default_np(const pthread_attr_t*) {
    return ENOTSUP;
}

int pthread_getattr_default_np(pthread_attr_t* told) {
    keep_in<thread_attributes>(*told);
    return 0;
}

} // extern "C"

} // namespace weft::posix
