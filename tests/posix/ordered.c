/* Each thread's accesses are ordered with those of the others, by one thing after the other that
 * POSIX has for that. */
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_spinlock_t spin;
static pthread_barrier_t barrier;
static sem_t semaphore;

static int before_create, by_once, by_mutex, is_told, told, by_rwlock, by_spin, by_barrier[2],
    by_semaphore, at_end[2];
static char* box;

static void do_once(void) {
    by_once = 1;
}

static int uses_all(int number) {
    int sum = before_create;
    pthread_once(&once, do_once);
    sum += by_once;
    pthread_mutex_lock(&mutex);
    by_mutex += 1;
    pthread_mutex_unlock(&mutex);
    pthread_rwlock_wrlock(&rwlock);
    by_rwlock += 1;
    pthread_rwlock_unlock(&rwlock);
    pthread_rwlock_rdlock(&rwlock);
    sum += by_rwlock;
    pthread_rwlock_unlock(&rwlock);
    pthread_spin_lock(&spin);
    by_spin += 1;
    pthread_spin_unlock(&spin);
    /* The memory is another's next. */
    char* own = malloc(40);
    own[0] = (char)number;
    free(own);
    by_barrier[number] = 1;
    pthread_barrier_wait(&barrier);
    sum += by_barrier[0] + by_barrier[1];
    return sum;
}

static void* tells(void* argument) {
    at_end[1] = uses_all(1);
    pthread_mutex_lock(&mutex);
    told = 1;
    is_told = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    by_semaphore = 1;
    box = malloc(40);
    memset(box, 0, 40);
    box[1] = 1;
    sem_post(&semaphore);
    return argument;
}

int main(void) {
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_barrier_init(&barrier, NULL, 2);
    sem_init(&semaphore, 0, 0);
    before_create = 1;
    pthread_t thread;
    pthread_create(&thread, NULL, tells, NULL);
    at_end[0] = uses_all(0);
    pthread_mutex_lock(&mutex);
    while (!is_told)
        pthread_cond_wait(&changed, &mutex);
    const int was_told = told;
    pthread_mutex_unlock(&mutex);
    sem_wait(&semaphore);
    const int posted = by_semaphore + box[1];
    free(box);
    pthread_join(thread, NULL);
    return was_told == 1 && posted == 2 && at_end[0] >= 5 && at_end[1] >= 5 && by_mutex == 2 &&
                   by_spin == 2
               ? 0
               : 1;
}
