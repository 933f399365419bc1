/* Threads of C's to be cancelled, with handlers of C's: those of C++ are destructors. */
#ifndef CANCELLATION_OF_C_H
#define CANCELLATION_OF_C_H

#include <pthread.h>
#include <semaphore.h>

#ifdef __cplusplus
extern "C" {
#endif

struct of_c {
    pthread_mutex_t guard;
    pthread_cond_t changed;
    sem_t ready;
    int unlocked; /* what the handler's pthread_mutex_unlock has returned */
    int went_on;  /* where it may not */
    char ran[8];  /* the names of handlers, in the order in which they ran */
};

/* The argument of each is its of_c. */

void* waits_with_handlers(void* own);
void* tests_inside_a_call(void* own);

/* The others have the asynchronous type. */

void* gives_way_for_ever(void* own);
void* sleeps_for_ever(void* own);
void* cancels_itself(void* own);
void* sets_the_type_too_late(void* own);
void* enables_too_late(void* own);

#ifdef __cplusplus
}
#endif

#endif
