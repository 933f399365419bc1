// Read-write locks.
#include <cerrno>
#include <pthread.h>

#include "boundary.hpp"
#include "giving_way.hpp"
#include "moments.hpp"
#include "storage.hpp"
#include "weft/ident.hpp"
#include "weft/std/detail/shared_state.hpp"
#include "weft/thread.hpp"

namespace weft::posix {

namespace {

/// In a pthread_rwlock_t.
struct rwlock {
    detail::shared_state state;
    ident_t writer = 0; ///< who has it alone

    int had_alone(int error) noexcept {
        if (error == 0)
            writer = get_ident();
        return error;
    }
};

rwlock& of(pthread_rwlock_t& given) noexcept {
    return kept_in<rwlock>(given);
}

} // namespace

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* made, const pthread_rwlockattr_t*) noexcept {
    keep_in<rwlock>(*made);
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t* given) noexcept {
    return of(*given).state.is_free() ? 0 : EBUSY;
}

int rwlock_rdlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_rdlock");
int rwlock_rdlock_here(pthread_rwlock_t* given) {
    return answer_of([&] {
        of(*given).state.lock_shared();
        return 0;
    });
}

int rwlock_tryrdlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_tryrdlock");
int rwlock_tryrdlock_here(pthread_rwlock_t* given) {
    give_way_at_times(tries_at_once);
    return of(*given).state.try_lock_shared() ? 0 : EBUSY;
}

int rwlock_clockrdlock_here(pthread_rwlock_t* given, clockid_t clock,
                            const timespec* time) asm("pthread_rwlock_clockrdlock");
int rwlock_clockrdlock_here(pthread_rwlock_t* given, clockid_t clock, const timespec* time) {
    return answer_of([&] {
        detail::share_of share{of(*given).state};
        return lock_until(share, clock, *time);
    });
}

int rwlock_timedrdlock_here(pthread_rwlock_t* given,
                            const timespec* time) asm("pthread_rwlock_timedrdlock");
int rwlock_timedrdlock_here(pthread_rwlock_t* given, const timespec* time) {
    return rwlock_clockrdlock_here(given, CLOCK_REALTIME, time);
}

int rwlock_wrlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_wrlock");
int rwlock_wrlock_here(pthread_rwlock_t* given) {
    return answer_of([&] {
        of(*given).state.lock();
        return of(*given).had_alone(0);
    });
}

int rwlock_trywrlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_trywrlock");
int rwlock_trywrlock_here(pthread_rwlock_t* given) {
    give_way_at_times(tries_at_once);
    return of(*given).had_alone(of(*given).state.try_lock() ? 0 : EBUSY);
}

int rwlock_clockwrlock_here(pthread_rwlock_t* given, clockid_t clock,
                            const timespec* time) asm("pthread_rwlock_clockwrlock");
int rwlock_clockwrlock_here(pthread_rwlock_t* given, clockid_t clock, const timespec* time) {
    return answer_of(
        [&] { return of(*given).had_alone(lock_until(of(*given).state, clock, *time)); });
}

int rwlock_timedwrlock_here(pthread_rwlock_t* given,
                            const timespec* time) asm("pthread_rwlock_timedwrlock");
int rwlock_timedwrlock_here(pthread_rwlock_t* given, const timespec* time) {
    return rwlock_clockwrlock_here(given, CLOCK_REALTIME, time);
}

int rwlock_unlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_unlock");
int rwlock_unlock_here(pthread_rwlock_t* given) {
    rwlock& held = of(*given);
    if (held.writer == get_ident()) {
        held.writer = 0;
        held.state.unlock();
    } else {
        held.state.unlock_shared();
    }
    give_way_at_times(unlocks_at_once);
    return 0;
}

} // extern "C"

} // namespace weft::posix
