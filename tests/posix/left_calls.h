/* Calls of C's that wait for ever, and are left all the same. */
#ifndef LEFT_CALLS_H
#define LEFT_CALLS_H

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdint.h>
#include <threads.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What they wait for. */
struct awaited {
    pthread_mutex_t guard;
    mtx_t guard_of_c;
    pthread_rwlock_t shared;
    pthread_spinlock_t spun;
    pthread_barrier_t barrier;
    pthread_cond_t changed;
    sem_t none;
    uint32_t word;
    pthread_t made; /* by a call that is left by what that thread sends */
};

struct call_to_leave {
    const char* name;
    void (*waits)(struct awaited* for_what);
    int sends; /* itself what leaves it */
};
extern const struct call_to_leave calls_to_leave[];
extern const unsigned count_of_calls_to_leave;

struct left_call {
    struct awaited all;
    const struct call_to_leave* call;
    sem_t ready;
    sigjmp_buf before;
    int jumped;
    int ran; /* a handler of pthread_cleanup_push */
};

/* A thread's function that makes the call of its left_call, with the asynchronous type. */
void* makes_the_call(void* own);

/* Handlers of signals that leave it. */
void ends_the_thread(int number);
void jumps_away(int number);

/* Waits for a condition, and is cancelled when it waits for the mutex again. Returns whether it has
   that in its handler. */
void* locks_again(void* own);

#ifdef __cplusplus
}
#endif

#endif
