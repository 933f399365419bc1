// Semaphores without names.
#include <cerrno>
#include <semaphore.h>

#include "boundary.hpp"
#include "cancellation.hpp"
#include "giving_way.hpp"
#include "moments.hpp"
#include "signals.hpp"
#include "storage.hpp"
#include "weft/std/semaphore.hpp"

namespace weft::posix {

namespace {

using word = detail::semaphore_word;

word& of(sem_t& given) noexcept {
    return kept_in<word>(given);
}

/// As `lock_until` takes it.
struct one_of {
    word& semaphore;
    bool try_lock() noexcept { return semaphore.try_acquire(); }
    bool lock_within(std::int64_t nanoseconds) { return semaphore.acquire_within(nanoseconds); }
};

} // namespace

extern "C" {

int sem_init(sem_t* made, int process_shared, unsigned count) {
    if (process_shared != 0)
        return refused_with(ENOSYS); // another process could wake nobody here
    if (count > word::largest)
        return refused_with(EINVAL);
    keep_in<word>(*made, static_cast<std::ptrdiff_t>(count), word::largest);
    return 0;
}

int sem_destroy(sem_t*) {
    return 0;
}

int sem_post_here(sem_t* given) asm("sem_post");
int sem_post_here(sem_t* given) {
    if (of(*given).count() == word::largest)
        return refused_with(EOVERFLOW);
    of(*given).release(1, word::largest);
    give_way_at_times(tries_at_once);
    return 0;
}

int sem_wait(sem_t* given) {
    return answer_by_errno([&] {
        const cancellation_point here;
        give_way_at_times(tries_at_once);
        const interruptible_wait by_signals(interruptible::unless_restarted);
        of(*given).acquire();
        return 0;
    });
}

int sem_trywait_here(sem_t* given) asm("sem_trywait");
int sem_trywait_here(sem_t* given) {
    give_way_at_times(tries_at_once);
    return answer_by_errno([&] { return of(*given).try_acquire() ? 0 : EAGAIN; });
}

int sem_clockwait(sem_t* given, clockid_t clock, const timespec* time) {
    return answer_by_errno([&] {
        const cancellation_point here;
        one_of wanted{of(*given)};
        const interruptible_wait by_signals(interruptible::unless_restarted);
        return lock_until(wanted, clock, *time);
    });
}

int sem_timedwait(sem_t* given, const timespec* time) {
    return sem_clockwait(given, CLOCK_REALTIME, time);
}

int sem_getvalue(sem_t* given, int* count) {
    *count = static_cast<int>(of(*given).count());
    return 0;
}

} // extern "C"

} // namespace weft::posix
