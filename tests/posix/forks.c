/* A child of fork whose main thread ends does not wait for threads that it does not have. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;

static void* waits(void* argument) {
    pthread_mutex_lock(&ends);
    pthread_mutex_unlock(&ends);
    return argument;
}

static void* yields(void* argument) {
    sched_yield();
    printf("the child's thread ends\n");
    return argument;
}

int main(void) {
    pthread_t left_behind;
    pthread_t thread;
    int status = -1;
    pthread_mutex_lock(&ends);
    pthread_create(&left_behind, NULL, waits, NULL);
    if (fork() == 0) {
        pthread_create(&thread, NULL, yields, NULL);
        pthread_exit(NULL);
    }
    wait(&status);
    printf("the child has ended with %d\n", status);
    pthread_mutex_unlock(&ends);
    pthread_join(left_behind, NULL);
    return 0;
}
