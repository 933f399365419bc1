#include "mutex.hpp"

#include <cerrno>

#include "boundary.hpp"
#include "giving_way.hpp"
#include "misuse.hpp"
#include "moments.hpp"

namespace weft::posix {

namespace {

/// A thread locks what it holds: by its kind, that is an error, a deadlock, or neither.
int lock_again(mutex& held) {
    if (held.kind == PTHREAD_MUTEX_ERRORCHECK)
        return EDEADLK;
    if (held.is_recursive()) {
        held.word.lock();
        return 0;
    }
    misused("locks " + named("mutex", &held) + ", which it holds, and waits for ever");
}

/// A normal mutex that this thread holds, as `lock_until` takes it: it is waited for in vain.
struct held_here {
    detail::recursive_word& word;
    static bool try_lock() noexcept { return false; }
    [[nodiscard]] bool lock_within(std::int64_t nanoseconds) const {
        return word.lock_within(nanoseconds);
    }
};

/// Attributes are kept in the four bytes that the platform has for them.
struct attributes {
    int kind = PTHREAD_MUTEX_DEFAULT;
};

attributes& attributes_of(const pthread_mutexattr_t& given) noexcept {
    return kept_in<attributes>(const_cast<pthread_mutexattr_t&>(given));
}

} // namespace

int mutex::lock() {
    if (!word.is_free() && word.is_mine()) // most are free, which is seen here
        return lock_again(*this);
    word.lock();
    return 0;
}

int mutex::try_lock() noexcept {
    if (!is_recursive() && word.is_mine())
        return EBUSY;
    return word.try_lock() ? 0 : EBUSY;
}

int mutex::unlock() noexcept {
    if (kind == PTHREAD_MUTEX_NORMAL || word.is_mine()) {
        word.unlock();
        return 0;
    }
    return EPERM;
}

extern "C" {

int pthread_mutex_init(pthread_mutex_t* made, const pthread_mutexattr_t* given) {
    keep_in<mutex>(*made).kind =
        given == nullptr ? PTHREAD_MUTEX_DEFAULT : attributes_of(*given).kind;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t* given) {
    return mutex_of(*given).word.is_free() ? 0 : EBUSY;
}

int mutex_lock_here(pthread_mutex_t* given) asm("pthread_mutex_lock");
int mutex_lock_here(pthread_mutex_t* given) {
    return answer_of([&] { return mutex_of(*given).lock(); });
}

int mutex_trylock_here(pthread_mutex_t* given) asm("pthread_mutex_trylock");
int mutex_trylock_here(pthread_mutex_t* given) {
    give_way_at_times(tries_at_once);
    return answer_of([&] { return mutex_of(*given).try_lock(); });
}

int mutex_clocklock_here(pthread_mutex_t* given, clockid_t clock,
                         const timespec* time) asm("pthread_mutex_clocklock");
int mutex_clocklock_here(pthread_mutex_t* given, clockid_t clock, const timespec* time) {
    return answer_of([&] {
        mutex& wanted = mutex_of(*given);
        if (!wanted.word.is_mine())
            return lock_until(wanted.word, clock, *time);
        if (wanted.is_recursive() || wanted.kind == PTHREAD_MUTEX_ERRORCHECK)
            return lock_again(wanted);
        held_here again{wanted.word};
        return lock_until(again, clock, *time);
    });
}

int mutex_timedlock_here(pthread_mutex_t* given,
                         const timespec* time) asm("pthread_mutex_timedlock");
int mutex_timedlock_here(pthread_mutex_t* given, const timespec* time) {
    return mutex_clocklock_here(given, CLOCK_REALTIME, time);
}

int mutex_unlock_here(pthread_mutex_t* given) asm("pthread_mutex_unlock");
int mutex_unlock_here(pthread_mutex_t* given) {
    const int error = mutex_of(*given).unlock();
    give_way_at_times(unlocks_at_once);
    return error;
}

int pthread_mutexattr_init(pthread_mutexattr_t* made) {
    keep_in<attributes>(*made);
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t*) {
    return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t* given, int kind) {
    if (kind < PTHREAD_MUTEX_NORMAL || kind > last_mutex_kind)
        return EINVAL;
    attributes_of(*given).kind = kind;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t* given, int* kind) {
    *kind = attributes_of(*given).kind;
    return 0;
}

// The names that old binaries have.

int old_mutex_init_here(pthread_mutex_t*, const pthread_mutexattr_t*) noexcept
    asm("__pthread_mutex_init") __attribute__((alias("pthread_mutex_init")));
int old_mutex_destroy_here(pthread_mutex_t*) noexcept asm("__pthread_mutex_destroy")
    __attribute__((alias("pthread_mutex_destroy")));
int old_mutex_lock_here(pthread_mutex_t*) asm("__pthread_mutex_lock")
    __attribute__((alias("pthread_mutex_lock")));
int old_mutex_trylock_here(pthread_mutex_t*) asm("__pthread_mutex_trylock")
    __attribute__((alias("pthread_mutex_trylock")));
int old_mutex_unlock_here(pthread_mutex_t*) asm("__pthread_mutex_unlock")
    __attribute__((alias("pthread_mutex_unlock")));
int old_mutexattr_init_here(pthread_mutexattr_t*) noexcept asm("__pthread_mutexattr_init")
    __attribute__((alias("pthread_mutexattr_init")));
int old_mutexattr_destroy_here(pthread_mutexattr_t*) noexcept asm("__pthread_mutexattr_destroy")
    __attribute__((alias("pthread_mutexattr_destroy")));
int old_mutexattr_settype_here(pthread_mutexattr_t*, int) noexcept
    asm("__pthread_mutexattr_settype") __attribute__((alias("pthread_mutexattr_settype")));
int mutexattr_setkind_here(pthread_mutexattr_t*, int) noexcept asm("pthread_mutexattr_setkind_np")
    __attribute__((alias("pthread_mutexattr_settype")));
int mutexattr_getkind_here(const pthread_mutexattr_t*, int*) noexcept
    asm("pthread_mutexattr_getkind_np") __attribute__((alias("pthread_mutexattr_gettype")));

} // extern "C"

} // namespace weft::posix
