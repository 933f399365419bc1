// What the C library's headers declare, and it has not where it has no threads.
#include <cerrno>
#include <pthread.h>
#include <sched.h>
#include <threads.h>

#include "boundary.hpp"

#undef thrd_equal

namespace weft::posix {

namespace {

/// Of the policies of real time as Linux has them; the others have one priority.
int priority_of(int policy, int of_real_time) noexcept {
    switch (policy) {
    case SCHED_FIFO:
    case SCHED_RR:
        return of_real_time;
    case SCHED_OTHER:
    case SCHED_BATCH:
    case SCHED_IDLE:
        return 0;
    default:
        return refused_with(EINVAL);
    }
}

} // namespace

extern "C" {

int sched_get_priority_min(int policy) {
    return priority_of(policy, 1);
}

int sched_get_priority_max(int policy) {
    return priority_of(policy, 99);
}

int pthread_barrierattr_init(pthread_barrierattr_t* made) {
    *made = {};
    return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t*) {
    return 0;
}

int thrd_equal(thrd_t one, thrd_t other) {
    return one == other ? 1 : 0;
}

int pthread_getconcurrency() {
    return 0;
}

/// It is for the system to say.
int pthread_setconcurrency(int level) {
    return level < 0 ? EINVAL : level > 0 ? EAGAIN : 0;
}

} // extern "C"

} // namespace weft::posix
