/* Who makes a thread goes on to fill in what that reads. */
#include <pthread.h>
#include <stdio.h>

static const char* letter = NULL;

static void* reads(void* argument) {
    puts(letter == NULL ? "there is none" : letter);
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, reads, NULL);
    letter = "filled in";
    pthread_join(thread, NULL);
    return 0;
}
