/* Two threads count; the second forgets the lock. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int count = 0;

static void* counts_locked(void* argument) {
    pthread_mutex_lock(&guard);
    count += 1; /* with the lock */
    pthread_mutex_unlock(&guard);
    return argument;
}

static void* counts(void* argument) {
    count += 1; /* without */
    return argument;
}

int main(void) {
    pthread_t one;
    pthread_t other;
    pthread_create(&one, NULL, counts_locked, NULL);
    pthread_create(&other, NULL, counts, NULL);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    printf("%d\n", count);
    return count == 2 ? 0 : 1;
}
