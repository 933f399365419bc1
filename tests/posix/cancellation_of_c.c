#include "cancellation_of_c.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

static void notes_outer(void* own) {
    strcat(((struct of_c*)own)->ran, "o");
}

static void unlocks(void* own) {
    struct of_c* const to = own;
    to->unlocked = pthread_mutex_unlock(&to->guard);
    strcat(to->ran, "i");
}

void* waits_with_handlers(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    pthread_mutex_lock(&to->guard);
    pthread_cleanup_push(unlocks, to);
    sem_post(&to->ready);
    for (;;)
        pthread_cond_wait(&to->changed, &to->guard);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

static void tests(struct of_c* to) {
    pthread_cleanup_push(notes_outer, to);
    pthread_testcancel();
    pthread_cleanup_pop(0);
    to->went_on = 1;
}

void* tests_inside_a_call(void* own) {
    struct of_c* const to = own;
    pthread_cancel(pthread_self());
    pthread_cleanup_push(notes_outer, to);
    tests(to);
    pthread_cleanup_pop(0);
    return NULL;
}

void* gives_way_for_ever(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    sem_post(&to->ready);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (;;)
        sched_yield();
    pthread_cleanup_pop(0);
    return NULL;
}

void* sleeps_for_ever(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    sem_post(&to->ready);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (;;)
        sleep(3600); /* NOLINT(concurrency-mt-unsafe) */
    pthread_cleanup_pop(0);
    return NULL;
}

void* cancels_itself(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cancel(pthread_self());
    to->went_on = 1;
    pthread_cleanup_pop(0);
    return NULL;
}

void* sets_the_type_too_late(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    pthread_cancel(pthread_self());
    strcat(to->ran, "-");
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    to->went_on = 1;
    pthread_cleanup_pop(0);
    return NULL;
}

void* enables_too_late(void* own) {
    struct of_c* const to = own;
    pthread_cleanup_push(notes_outer, to);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cancel(pthread_self());
    strcat(to->ran, "-");
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    to->went_on = 1;
    pthread_cleanup_pop(0);
    return NULL;
}
