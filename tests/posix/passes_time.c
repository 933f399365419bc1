/* What is waited for takes no time under a chosen schedule, but the clock shows it. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void* sleeps(void* argument) {
    sleep(3600);
    return argument;
}

int main(void) {
    pthread_t thread;
    const time_t before = time(NULL);
    pthread_create(&thread, NULL, sleeps, NULL);
    pthread_join(thread, NULL);
    const time_t passed = time(NULL) - before;
    puts(3599 <= passed && passed <= 3601 ? "an hour has passed" : "no hour has passed");
    return 0;
}
