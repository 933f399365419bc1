/* Two threads lock two mutexes in opposite order. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;

void* other(void* argument) {
    pthread_mutex_lock(&second);
    sched_yield();
    pthread_mutex_lock(&first);
    return argument;
}

int main(void) {
    pthread_t thread;
    printf("%p %p\n", (void*)&first, (void*)&second);
    pthread_mutex_lock(&first);
    pthread_create(&thread, NULL, other, NULL);
    pthread_mutex_lock(&second);
    return 0;
}
