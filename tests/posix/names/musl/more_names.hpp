// What POSIX does not name, and glibc does: weft has it, and musl's headers have not.
#pragma once

#include <ctime>
#include <pthread.h>
#include <semaphore.h>

#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP                                                     \
    {                                                                                              \
        {                                                                                          \
            { 0, 0, 0, 0, PTHREAD_MUTEX_RECURSIVE }                                                \
        }                                                                                          \
    }
#define PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP                                                    \
    {                                                                                              \
        {                                                                                          \
            { 0, 0, 0, 0, PTHREAD_MUTEX_ERRORCHECK }                                               \
        }                                                                                          \
    }

inline constexpr int PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP = 2;
#define PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP                                          \
    {                                                                                              \
        {                                                                                          \
            { 0, 0, 0, 0, 2 }                                                                      \
        }                                                                                          \
    }

extern "C" {

int pthread_clockjoin_np(pthread_t id, void** result, clockid_t clock, const timespec* time);
int pthread_cond_clockwait(pthread_cond_t* given, pthread_mutex_t* with, clockid_t clock,
                           const timespec* time);
int pthread_getname_np(pthread_t id, char* name, std::size_t size);
int pthread_mutex_clocklock(pthread_mutex_t* given, clockid_t clock, const timespec* time);
int pthread_rwlock_clockrdlock(pthread_rwlock_t* given, clockid_t clock, const timespec* time);
int pthread_rwlock_clockwrlock(pthread_rwlock_t* given, clockid_t clock, const timespec* time);
int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t* given, int* kind);
int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t* given, int kind);
int sem_clockwait(sem_t* given, clockid_t clock, const timespec* time);

} // extern "C"
