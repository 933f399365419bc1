// Spins until another thread, which could go on, had time to, and a watchdog to speak.
#include <pthread.h>
#include <time.h>

static void *other(void *unused) {
    struct timespec while_main_spins = {0, 1000000};
    nanosleep(&while_main_spins, 0);
    return unused;
}

void spin(void) {
    clock_t end = clock() + 3 * CLOCKS_PER_SEC;
    while (clock() < end) {
    }
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, other, 0);
    spin();
    return pthread_join(thread, 0);
}
