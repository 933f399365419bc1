/* How threads of C's end: handlers, values of keys, and a main thread that ends before the others. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>

static pthread_key_t key;
static sem_t main_leaves;

static void says(void* what) {
    printf("%s\n", (const char*)what);
}

static void says_and_posts(void* what) {
    says(what);
    sem_post(&main_leaves);
}

static void* leaves(void* argument) {
    pthread_setspecific(key, "value");
    pthread_cleanup_push(says, "outer handler");
    pthread_cleanup_push(says, "inner handler");
    pthread_exit(argument);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

static void* outlives(void* argument) {
    pthread_t left;
    int i;
    sem_wait(&main_leaves);
    for (i = 0; i < 100; ++i)
        sched_yield();
    pthread_create(&left, NULL, leaves, argument);
    pthread_join(left, NULL);
    printf("last\n");
    return NULL;
}

int main(void) {
    pthread_t thread;
    sem_init(&main_leaves, 0, 0);
    pthread_key_create(&key, says);
    pthread_create(&thread, NULL, outlives, NULL);
    pthread_detach(thread);
    pthread_cleanup_push(says_and_posts, "main's handler");
    pthread_exit(NULL);
    pthread_cleanup_pop(0);
    return 1;
}
