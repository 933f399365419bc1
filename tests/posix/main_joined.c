/* The main thread ends, and others join it; and its name is the program's. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

static pthread_t first;
static pthread_t joins_first;
static int result;

static void* joins(void* argument) {
    void* got = NULL;
    printf("joined: %d\n", pthread_join(first, &got));
    printf("with its result: %d\n", got == &result);
    return argument;
}

static void* joins_later(void* argument) {
    pthread_join(joins_first, NULL);
    fflush(stdout);
    return argument;
}

int main(void) {
    char name[16] = "";
    pthread_t last;
    first = pthread_self();
    pthread_getname_np(first, name, sizeof name);
    printf("%s\n", name);
    printf("itself: %d\n", pthread_join(first, NULL) == EDEADLK);
    pthread_create(&joins_first, NULL, joins, NULL);
    pthread_create(&last, NULL, joins_later, NULL);
    pthread_exit(&result);
}
