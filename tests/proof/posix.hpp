// POSIX's mutexes and conditions as steered threads have them, and as badly as POSIX allows: who
// waits on a condition may be woken without a reason, and told that it is too late when it was
// signalled; any thread may take a mutex before who was woken for it; there may be no condition to
// be had. Each call is a step, and fails the run where POSIX does not say what it does.
#pragma once

#include <ctime>
#include <pthread.h>

namespace proof::posix {

int lock(pthread_mutex_t* mutex);
int unlock(pthread_mutex_t* mutex);
int make(pthread_cond_t* condition);
int destroy(pthread_cond_t* condition);
int wait(pthread_cond_t* condition, pthread_mutex_t* mutex);
int wait_until(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec& end);
int signal(pthread_cond_t* condition);

} // namespace proof::posix
