#include "left_calls.h"

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const struct timespec far = {4000000000, 0};

static void locks(struct awaited* all) {
    pthread_mutex_lock(&all->guard);
}
static void locks_within_a_time(struct awaited* all) {
    pthread_mutex_timedlock(&all->guard, &far);
}
static void locks_as_c_does(struct awaited* all) {
    mtx_lock(&all->guard_of_c);
}
static void reads(struct awaited* all) {
    pthread_rwlock_rdlock(&all->shared);
}
static void reads_within_a_time(struct awaited* all) {
    pthread_rwlock_timedrdlock(&all->shared, &far);
}
static void writes(struct awaited* all) {
    pthread_rwlock_wrlock(&all->shared);
}
static void writes_within_a_time(struct awaited* all) {
    pthread_rwlock_timedwrlock(&all->shared, &far);
}
static void spins(struct awaited* all) {
    pthread_spin_lock(&all->spun);
}
static void arrives(struct awaited* all) {
    pthread_barrier_wait(&all->barrier);
}
static void waits_for_a_word(struct awaited* all) {
    syscall(SYS_futex, &all->word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}
static void waits_for_a_semaphore(struct awaited* all) {
    sem_wait(&all->none);
}
static void tries_for_ever(struct awaited* all) {
    for (;;)
        pthread_mutex_trylock(&all->guard);
}
static void posts_for_ever(struct awaited* all) {
    for (;;) {
        sem_post(&all->none);
        sem_trywait(&all->none);
    }
}
static void notifies_for_ever(struct awaited* all) {
    for (;;) {
        pthread_cond_signal(&all->changed);
        pthread_cond_broadcast(&all->changed);
    }
}

static void* sends(void* creator) {
    pthread_kill(*(pthread_t*)creator, SIGUSR1);
    return NULL;
}
static void creates(struct awaited* all) {
    pthread_t creator = pthread_self();
    pthread_create(&all->made, NULL, sends, &creator);
    for (;;)
        pause();
}

#define CALL(name) #name, name
const struct call_to_leave calls_to_leave[] = {
    {CALL(locks), 0},
    {CALL(locks_within_a_time), 0},
    {CALL(locks_as_c_does), 0},
    {CALL(reads), 0},
    {CALL(reads_within_a_time), 0},
    {CALL(writes), 0},
    {CALL(writes_within_a_time), 0},
    {CALL(spins), 0},
    {CALL(arrives), 0},
    {CALL(waits_for_a_word), 0},
    {CALL(waits_for_a_semaphore), 0},
    {CALL(tries_for_ever), 0},
    {CALL(posts_for_ever), 0},
    {CALL(notifies_for_ever), 0},
    {CALL(creates), 1},
};
const unsigned count_of_calls_to_leave = sizeof calls_to_leave / sizeof *calls_to_leave;

static void notes(void* own) {
    ((struct left_call*)own)->ran = 1;
}

static struct left_call* running;

void* makes_the_call(void* own) {
    struct left_call* const to = running = own;
    pthread_cleanup_push(notes, to);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    if (sigsetjmp(to->before, 1) == 0) {
        sem_post(&to->ready);
        to->call->waits(&to->all);
    } else {
        to->jumped = 1;
    }
    pthread_cleanup_pop(0);
    return NULL;
}

void ends_the_thread(int number) {
    (void)number;
    pthread_exit(running);
}

void jumps_away(int number) {
    (void)number;
    siglongjmp(running->before, 1);
}

static void unlocks(void* own) {
    struct left_call* const to = own;
    to->ran = pthread_mutex_unlock(&to->all.guard) == 0;
}

void* locks_again(void* own) {
    struct left_call* const to = own;
    pthread_mutex_lock(&to->all.guard);
    pthread_cleanup_push(unlocks, to);
    sem_post(&to->ready);
    pthread_cond_wait(&to->all.changed, &to->all.guard);
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return NULL;
}
