// What cannot be had on one OS thread, or is not there yet: it is refused by the error that POSIX
// names for it. All that takes a pthread_t is here or beside this, as the C library would look into
// it.
#include <cerrno>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/types.h>

#include "thread.hpp"

namespace weft::posix {

namespace {

/// Of values that are counted from 0, which is the one that there is here.
int only_first(int wanted, int last) noexcept {
    if (wanted < 0 || wanted > last)
        return EINVAL;
    return wanted == 0 ? 0 : ENOTSUP;
}

/// Of a thread that there is.
int refused(pthread_t id, int error) noexcept {
    return find(id) == nullptr ? ESRCH : error;
}

} // namespace

extern "C" {

// Another process could wake nobody here.

int pthread_mutexattr_setpshared(pthread_mutexattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_PROCESS_SHARED);
}
int pthread_condattr_setpshared(pthread_condattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_PROCESS_SHARED);
}
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_PROCESS_SHARED);
}
int pthread_barrierattr_setpshared(pthread_barrierattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_PROCESS_SHARED);
}
int pthread_mutexattr_getpshared(const pthread_mutexattr_t*, int* had) {
    *had = PTHREAD_PROCESS_PRIVATE;
    return 0;
}
int pthread_condattr_getpshared(const pthread_condattr_t*, int* had) {
    *had = PTHREAD_PROCESS_PRIVATE;
    return 0;
}
int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t*, int* had) {
    *had = PTHREAD_PROCESS_PRIVATE;
    return 0;
}
int pthread_barrierattr_getpshared(const pthread_barrierattr_t*, int* had) {
    *had = PTHREAD_PROCESS_PRIVATE;
    return 0;
}
sem_t* sem_open(const char*, int, ...) {
    errno = ENOSYS;
    return SEM_FAILED;
}
int sem_close(sem_t*) {
    errno = EINVAL;
    return -1;
}
int sem_unlink(const char*) {
    errno = ENOENT;
    return -1;
}

// Who runs next is not told by priorities.

int pthread_mutexattr_setprotocol(pthread_mutexattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_PRIO_PROTECT);
}
int pthread_mutexattr_getprotocol(const pthread_mutexattr_t*, int* had) {
    *had = PTHREAD_PRIO_NONE;
    return 0;
}
int pthread_mutexattr_setprioceiling(pthread_mutexattr_t*, int) {
    return ENOTSUP;
}
int pthread_mutexattr_getprioceiling(const pthread_mutexattr_t*, int*) {
    return ENOTSUP;
}
int pthread_mutex_setprioceiling(pthread_mutex_t*, int, int*) {
    return EINVAL;
}
int pthread_mutex_getprioceiling(const pthread_mutex_t*, int*) {
    return EINVAL;
}
int pthread_setschedparam(pthread_t id, int policy, const sched_param* given) {
    const int wanted = given->sched_priority;
    const int least = sched_get_priority_min(policy); // -1 where there is no such policy
    if (least < 0 || wanted < least || wanted > sched_get_priority_max(policy))
        return refused(id, EINVAL);
    return refused(id, policy == SCHED_OTHER ? 0 : EPERM);
}
int pthread_getschedparam(pthread_t id, int* policy, sched_param* had) {
    *policy = SCHED_OTHER;
    had->sched_priority = 0;
    return refused(id, 0);
}
int pthread_setschedprio(pthread_t id, int priority) {
    return refused(id, priority == 0 ? 0 : EINVAL);
}

// There is one thread of the system.

int pthread_getcpuclockid(pthread_t id, clockid_t*) {
    return refused(id, ENOENT);
}

// A thread that holds one is not ended from outside.

int pthread_mutexattr_setrobust(pthread_mutexattr_t*, int wanted) {
    return only_first(wanted, PTHREAD_MUTEX_ROBUST);
}
int pthread_mutexattr_getrobust(const pthread_mutexattr_t*, int* had) {
    *had = PTHREAD_MUTEX_STALLED;
    return 0;
}
int pthread_mutex_consistent(pthread_mutex_t*) {
    return EINVAL;
}

// The names that old binaries have.

int mutexattr_setrobust_here(pthread_mutexattr_t*, int) noexcept
    asm("pthread_mutexattr_setrobust_np") __attribute__((alias("pthread_mutexattr_setrobust")));
int mutexattr_getrobust_here(const pthread_mutexattr_t*, int*) noexcept
    asm("pthread_mutexattr_getrobust_np") __attribute__((alias("pthread_mutexattr_getrobust")));
int mutex_consistent_here(pthread_mutex_t*) noexcept asm("pthread_mutex_consistent_np")
    __attribute__((alias("pthread_mutex_consistent")));

} // extern "C"

} // namespace weft::posix
