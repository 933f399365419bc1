// A thread that the C library makes, where `pthread_create` is another's, calls that one.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>

static void *calls(void *unused) {
    pthread_testcancel();
    return unused;
}

int main(void) {
    int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    int (*join)(pthread_t, void **);
    void *library = dlopen("libc.so.6", RTLD_NOW);
    pthread_t thread;
    *(void **)&create = dlsym(library, "pthread_create");
    *(void **)&join = dlsym(library, "pthread_join");
    create(&thread, 0, calls, 0);
    return join(thread, 0);
}
