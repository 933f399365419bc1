/* Nothing races here, but between a load and the store another thread may come. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int count;

static void* counts(void* argument) {
    atomic_store(&count, atomic_load(&count) + 1);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, counts, NULL);
    counts(NULL);
    pthread_join(thread, NULL);
    return atomic_load(&count) == 2 ? 0 : 1;
}
