/* Two threads take two mutexes in opposite order: as a thread runs until it waits, neither is ever there at the
   same time as the other. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;

static void take(pthread_mutex_t* one, pthread_mutex_t* other) {
    pthread_mutex_lock(one);
    pthread_mutex_lock(other);
    pthread_mutex_unlock(other);
    pthread_mutex_unlock(one);
}

static void* crosses(void* argument) {
    take(&second, &first);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, crosses, NULL);
    take(&first, &second);
    pthread_join(thread, NULL);
    puts("both were there");
    return 0;
}
