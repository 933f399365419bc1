// What Emscripten's object of stubs defines besides: other names, and functions of its own. The
// linker takes all of that object where a program refers to a name of it that is not found before,
// and what is there twice is an error.
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <pthread.h>

#include "boundary.hpp"
#include "clock.hpp"
#include "word_waits.hpp"

#undef pthread_equal

namespace weft::posix {

namespace {

deadline_t deadline_of(double milliseconds) noexcept {
    constexpr double longest = 1e12;
    if (!(milliseconds < longest))
        return forever;
    return deadline_in(static_cast<std::int64_t>(std::max(milliseconds, 0.0) * 1e6), now());
}

std::uint32_t* word_at(volatile void* address) noexcept {
    return static_cast<std::uint32_t*>(const_cast<void*>(address));
}

} // namespace

extern "C" {

int pthread_equal(pthread_t one, pthread_t other) {
    return one == other ? 1 : 0;
}

/// Nobody calls these handlers, as there is no fork.
int pthread_atfork(void (*)(), void (*)(), void (*)()) {
    return 0;
}

int emscripten_futex_wait(volatile void* address, std::uint32_t expected, double milliseconds) {
    if (reinterpret_cast<std::uintptr_t>(address) % alignof(std::uint32_t) != 0)
        return -EINVAL;
    return -answer_of(
        [&] { return wait_on_word(word_at(address), expected, deadline_of(milliseconds)); });
}

/// Returns how many were woken.
int emscripten_futex_wake(volatile void* address, int count) {
    if (reinterpret_cast<std::uintptr_t>(address) % alignof(std::uint32_t) != 0 || count < 0)
        return -EINVAL;
    return static_cast<int>(wake_word(word_at(address), static_cast<std::uint32_t>(count)));
}

int emscripten_has_threading_support() {
    return 1;
}

int emscripten_num_logical_cores() {
    return 1;
}

void emscripten_force_num_logical_cores(int) {}

int emscripten_is_main_runtime_thread() {
    return 1;
}

// Nothing is queued for another thread of the system.

void emscripten_main_thread_process_queued_calls() {}

void emscripten_current_thread_process_queued_calls() {}

// Those of newer versions.

void __acquire_ptc() {}

void __release_ptc() {}

void _emscripten_yield(double) {}

void emscripten_builtin_pthread_exit(void* result) {
    pthread_exit(result);
}

// The names by which its own files call these.

int __pthread_create(pthread_t* made, const pthread_attr_t* given, void* (*function)(void*),
                     void* argument) {
    return pthread_create(made, given, function, argument);
}

int emscripten_builtin_pthread_create(pthread_t* made, const pthread_attr_t* given,
                                      void* (*function)(void*), void* argument) {
    return pthread_create(made, given, function, argument);
}

int __pthread_join(pthread_t id, void** result) {
    return pthread_join(id, result);
}

int emscripten_builtin_pthread_join(pthread_t id, void** result) {
    return pthread_join(id, result);
}

int __pthread_detach(pthread_t id) {
    return pthread_detach(id);
}

int emscripten_builtin_pthread_detach(pthread_t id) {
    return pthread_detach(id);
}

void __pthread_exit(void* result) {
    pthread_exit(result);
}

int __pthread_key_delete(pthread_key_t given) {
    return pthread_key_delete(given);
}

int __pthread_mutex_timedlock(pthread_mutex_t* given, const timespec* time) {
    return pthread_mutex_timedlock(given, time);
}

int __pthread_cond_timedwait(pthread_cond_t* given, pthread_mutex_t* with, const timespec* time) {
    return pthread_cond_timedwait(given, with, time);
}

/// Of the C11 conditions, that wakes so many; all, where it is negative.
int __private_cond_signal(pthread_cond_t* given, int count) {
    if (count < 0)
        return pthread_cond_broadcast(given);
    for (int woken = 0; woken < count; ++woken)
        pthread_cond_signal(given);
    return 0;
}

} // extern "C"

} // namespace weft::posix
