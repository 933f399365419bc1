#define _GNU_SOURCE
#include "old_names.h"

#include <string.h>

#define OLD(name, real) __asm__(".symver " #name ", " #real "@GLIBC_2.2.5")

int old_setkind(pthread_mutexattr_t*, int);
int old_getkind(const pthread_mutexattr_t*, int*);
int old_lock(pthread_mutex_t*);
int old_unlock(pthread_mutex_t*);
void old_push(struct _pthread_cleanup_buffer*, void (*)(void*), void*);
void old_pop(struct _pthread_cleanup_buffer*, int);
void old_push_defer(struct _pthread_cleanup_buffer*, void (*)(void*), void*);
void old_pop_restore(struct _pthread_cleanup_buffer*, int);
OLD(old_setkind, pthread_mutexattr_setkind_np);
OLD(old_getkind, pthread_mutexattr_getkind_np);
OLD(old_lock, __pthread_mutex_lock);
OLD(old_unlock, __pthread_mutex_unlock);
OLD(old_push, _pthread_cleanup_push);
OLD(old_pop, _pthread_cleanup_pop);
OLD(old_push_defer, _pthread_cleanup_push_defer);
OLD(old_pop_restore, _pthread_cleanup_pop_restore);

int sets_the_kind(pthread_mutexattr_t* attributes, int kind) {
    return old_setkind(attributes, kind);
}
int gets_the_kind(const pthread_mutexattr_t* attributes, int* kind) {
    return old_getkind(attributes, kind);
}
int locks_by_the_old_name(pthread_mutex_t* mutex) {
    return old_lock(mutex);
}
int unlocks_by_the_old_name(pthread_mutex_t* mutex) {
    return old_unlock(mutex);
}

static void outer(void* text) {
    strcat(text, "o");
}
static void inner(void* text) {
    strcat(text, "i");
}

static void says_whether_asynchronous(char* text, int wanted) {
    int type = -1;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
    if (type == wanted)
        strcat(text, "=");
    pthread_setcanceltype(type, NULL);
}

void* exits_with_deferred_handlers(void* text) {
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cleanup_push_defer_np(inner, text);
    says_whether_asynchronous(text, PTHREAD_CANCEL_DEFERRED);
    pthread_cleanup_pop_restore_np(1);
    says_whether_asynchronous(text, PTHREAD_CANCEL_ASYNCHRONOUS);
    pthread_cleanup_push_defer_np(outer, text);
    pthread_cleanup_push(inner, text);
    pthread_exit(text);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop_restore_np(0);
    return NULL;
}

static void exits_inside(char* text) {
    struct _pthread_cleanup_buffer handler;
    old_push(&handler, inner, text);
    pthread_exit(text);
}

void* exits_with_handlers_of_old_binaries(void* text) {
    struct _pthread_cleanup_buffer handler;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    old_push_defer(&handler, inner, text);
    says_whether_asynchronous(text, PTHREAD_CANCEL_DEFERRED);
    old_pop_restore(&handler, 1);
    says_whether_asynchronous(text, PTHREAD_CANCEL_ASYNCHRONOUS);
    old_push(&handler, inner, text);
    old_pop(&handler, 0);
    old_push_defer(&handler, outer, text);
    exits_inside(text);
    return NULL;
}
