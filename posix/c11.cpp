// The threads of C11, which are those of POSIX under other names.
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <pthread.h>
#include <sched.h>
#include <threads.h>

namespace weft::posix {

namespace {

int answer(int error) noexcept {
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

// glibc has the same storage for both.
pthread_mutex_t* same(mtx_t* mutex) noexcept {
    static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t));
    return reinterpret_cast<pthread_mutex_t*>(mutex);
}
pthread_cond_t* same(cnd_t* condition) noexcept {
    static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t));
    return reinterpret_cast<pthread_cond_t*>(condition);
}

} // namespace

extern "C" {

int thrd_create(thrd_t* made, thrd_start_t function, void* argument) {
    // The result comes back as it was: the register that an int is returned in is a part of the
    // pointer's.
    return answer(pthread_create(
        made, nullptr, reinterpret_cast<void* (*)(void*)>(reinterpret_cast<void*>(function)),
        argument));
}
thrd_t thrd_current() {
    return pthread_self();
}
int thrd_sleep(const timespec* time, timespec* left) {
    return clock_nanosleep(CLOCK_REALTIME, 0, time, left) == 0 ? 0 : -2;
}
void thrd_yield() {
    sched_yield();
}
void thrd_exit(int result) {
    pthread_exit(reinterpret_cast<void*>(static_cast<std::intptr_t>(result)));
}
int thrd_detach(thrd_t given) {
    return answer(pthread_detach(given));
}
int thrd_join(thrd_t given, int* result) {
    void* told = nullptr;
    const int error = pthread_join(given, &told);
    if (error == 0 && result != nullptr)
        *result = static_cast<int>(reinterpret_cast<std::intptr_t>(told));
    return answer(error);
}

int mtx_init(mtx_t* made, int kind) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, (kind & mtx_recursive) != 0 ? PTHREAD_MUTEX_RECURSIVE
                                                                       : PTHREAD_MUTEX_NORMAL);
    return answer(pthread_mutex_init(same(made), &attributes));
}
int mtx_lock(mtx_t* given) {
    return answer(pthread_mutex_lock(same(given)));
}
int mtx_timedlock(mtx_t* given, const timespec* time) {
    return answer(pthread_mutex_timedlock(same(given), time));
}
int mtx_trylock(mtx_t* given) {
    return answer(pthread_mutex_trylock(same(given)));
}
int mtx_unlock(mtx_t* given) {
    return answer(pthread_mutex_unlock(same(given)));
}
void mtx_destroy(mtx_t* given) {
    pthread_mutex_destroy(same(given));
}

void call_once(once_flag* flag, void (*function)()) {
    static_assert(sizeof(once_flag) == sizeof(pthread_once_t));
    pthread_once(reinterpret_cast<pthread_once_t*>(flag), function);
}

int cnd_init(cnd_t* made) {
    return answer(pthread_cond_init(same(made), nullptr));
}
int cnd_signal(cnd_t* given) {
    return answer(pthread_cond_signal(same(given)));
}
int cnd_broadcast(cnd_t* given) {
    return answer(pthread_cond_broadcast(same(given)));
}
int cnd_wait(cnd_t* given, mtx_t* with) {
    return answer(pthread_cond_wait(same(given), same(with)));
}
int cnd_timedwait(cnd_t* given, mtx_t* with, const timespec* time) {
    return answer(pthread_cond_timedwait(same(given), same(with), time));
}
void cnd_destroy(cnd_t* given) {
    pthread_cond_destroy(same(given));
}

int tss_create(tss_t* made, tss_dtor_t destroy) {
    return answer(pthread_key_create(made, destroy));
}
void* tss_get(tss_t given) {
    return pthread_getspecific(given);
}
int tss_set(tss_t given, void* value) {
    return answer(pthread_setspecific(given, value));
}
void tss_delete(tss_t given) {
    pthread_key_delete(given);
}

} // extern "C"

} // namespace weft::posix
