/* What is waited for takes no time under a chosen schedule, but the clock shows it; also where there is one thread.
   What the system is to tell takes its time. */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

static void* sleeps(void* argument) {
    sleep(3600);
    return argument;
}

static long milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(void) {
    pthread_t thread;
    int ends[2];
    struct timeval hour = {3600, 0};
    const time_t before = time(NULL);
    pthread_create(&thread, NULL, sleeps, NULL);
    pthread_join(thread, NULL);
    sleeps(NULL);
    poll(NULL, 0, 3600 * 1000);
    select(0, NULL, NULL, NULL, &hour);
    const time_t passed = time(NULL) - before;
    puts(4 * 3600 - 1 <= passed && passed <= 4 * 3600 + 1 ? "four hours have passed" : "no four hours have passed");

    if (pipe(ends) != 0)
        return 1;
    struct pollfd nobody_writes = {ends[0], POLLIN, 0};
    const long begin = milliseconds();
    poll(&nobody_writes, 1, 20);
    puts(milliseconds() - begin >= 20 ? "so have 20 ms" : "no 20 ms have");
    return 0;
}
