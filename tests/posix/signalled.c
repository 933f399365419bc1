/* A thread that has not begun is sent a signal, for whose handler it waits; and one is cancelled. */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>

static sem_t handled;

static void post(int signal) {
    (void)signal;
    sem_post(&handled);
}

static void* waits(void* argument) {
    while (sem_wait(&handled) != 0) {
    }
    return argument;
}

static void* is_cancelled(void* argument) {
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (;;) {
    }
    return argument;
}

int main(void) {
    struct sigaction action = {0};
    action.sa_handler = post;
    sigaction(SIGUSR1, &action, NULL);
    sem_init(&handled, 0, 0);
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, waits, NULL);
    pthread_kill(threads[0], SIGUSR1);
    pthread_create(&threads[1], NULL, is_cancelled, NULL);
    pthread_cancel(threads[1]);
    void* results[2];
    for (int i = 0; i < 2; ++i)
        pthread_join(threads[i], &results[i]);
    puts(results[0] == NULL && results[1] == PTHREAD_CANCELED ? "handled and cancelled" : "neither");
    return 0;
}
