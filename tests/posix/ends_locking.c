/* A handler ends a thread that has waited for a condition, and waits for its mutex again: it has that in its cleanup
   handler. On real threads, it has not. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t waits;

static void ends(int number) {
    (void)number;
    pthread_exit(NULL);
}

static void unlocks(void* argument) {
    (void)argument;
    puts(pthread_mutex_trylock(&guard) != 0 && pthread_mutex_unlock(&guard) == 0 ? "it has it" : "it has it not");
}

static void* waits_for_it(void* argument) {
    pthread_mutex_lock(&guard);
    pthread_cleanup_push(unlocks, NULL);
    pthread_barrier_wait(&waits);
    for (;;)
        pthread_cond_wait(&changed, &guard);
    pthread_cleanup_pop(0);
    return argument;
}

int main(void) {
    pthread_t thread;
    signal(SIGUSR1, ends);
    pthread_barrier_init(&waits, NULL, 2);
    pthread_create(&thread, NULL, waits_for_it, NULL);
    pthread_barrier_wait(&waits);
    pthread_mutex_lock(&guard);
    pthread_cond_signal(&changed);
    sched_yield();
    pthread_kill(thread, SIGUSR1);
    sched_yield();
    pthread_mutex_unlock(&guard);
    pthread_join(thread, NULL);
    return 0;
}
