/* Names that only old binaries refer to. */
#ifndef OLD_NAMES_H
#define OLD_NAMES_H

#include <pthread.h>

#ifdef __cplusplus
extern "C" {
#endif

int sets_the_kind(pthread_mutexattr_t* attributes, int kind);
int gets_the_kind(const pthread_mutexattr_t* attributes, int* kind);
int locks_by_the_old_name(pthread_mutex_t* mutex);
int unlocks_by_the_old_name(pthread_mutex_t* mutex);

/* Threads' functions that push handlers, and exit. Each handler, the newest first, puts its letter
   into their argument, a text; and `=` where the type of cancellation was asynchronous before, and
   deferred meanwhile. */
void* exits_with_deferred_handlers(void* text);
void* exits_with_handlers_of_old_binaries(void* text);

#ifdef __cplusplus
}
#endif

#endif
