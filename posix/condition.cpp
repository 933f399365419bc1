// Condition variables.
#include <cerrno>
#include <pthread.h>

#include "boundary.hpp"
#include "cancellation.hpp"
#include "giving_way.hpp"
#include "moments.hpp"
#include "mutex.hpp"
#include "storage.hpp"
#include "weft/std/condition_variable.hpp"

namespace weft::posix {

namespace {

/// In a pthread_cond_t.
struct condition {
    detail::condition_word word;
    clockid_t clock = CLOCK_REALTIME;
};

condition& of(pthread_cond_t& given) noexcept {
    return kept_in<condition>(given);
}

struct attributes {
    clockid_t clock = CLOCK_REALTIME;
};

attributes& of(pthread_condattr_t& given) noexcept {
    return kept_in<attributes>(given);
}

/// Waits by `until`, with the mutex unlocked. A recursive one is unlocked once.
template <class Until>
int wait(condition& given, pthread_mutex_t& with, Until until) {
    const cancellation_point here;
    mutex& held = mutex_of(with);
    if (held.kind == PTHREAD_MUTEX_ERRORCHECK && !held.word.is_mine())
        return EPERM;
    mutex_lock lock{held};
    detail::condition_wait begun(given.word);
    lock.unlock();
    const detail::locked_again again(begun, lock);
    return until(begun) ? 0 : ETIMEDOUT;
}

int wait_until(condition& given, pthread_mutex_t& with, clockid_t clock, const timespec& time) {
    if (!is_valid(time) || !is_known(clock))
        return EINVAL;
    return wait(given, with, [&](detail::condition_wait& begun) {
        return at_moment(clock, time, [&](auto moment) { return begun.until(moment); });
    });
}

} // namespace

extern "C" {

int pthread_cond_init(pthread_cond_t* made, const pthread_condattr_t* given) noexcept {
    keep_in<condition>(*made).clock =
        given == nullptr ? CLOCK_REALTIME : of(const_cast<pthread_condattr_t&>(*given)).clock;
    return 0;
}

int pthread_cond_destroy(pthread_cond_t* given) noexcept {
    of(*given).word.destroy();
    return 0;
}

int pthread_cond_signal(pthread_cond_t* given) noexcept {
    of(*given).word.notify_one();
    give_way_at_times(tries_at_once);
    return 0;
}

int pthread_cond_broadcast(pthread_cond_t* given) noexcept {
    of(*given).word.notify_all();
    give_way_at_times(tries_at_once);
    return 0;
}

int pthread_cond_wait(pthread_cond_t* given, pthread_mutex_t* with) {
    return answer_of([&] {
        return wait(of(*given), *with,
                    [](detail::condition_wait& begun) { return begun.until(detail::no_deadline); });
    });
}

int pthread_cond_timedwait(pthread_cond_t* given, pthread_mutex_t* with, const timespec* time) {
    return answer_of([&] { return wait_until(of(*given), *with, of(*given).clock, *time); });
}

int pthread_cond_clockwait(pthread_cond_t* given, pthread_mutex_t* with, clockid_t clock,
                           const timespec* time) {
    return answer_of([&] { return wait_until(of(*given), *with, clock, *time); });
}

int pthread_condattr_init(pthread_condattr_t* made) noexcept {
    keep_in<attributes>(*made);
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t*) noexcept {
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t* given, clockid_t clock) noexcept {
    if (!is_known(clock))
        return EINVAL;
    of(*given).clock = clock;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t* given, clockid_t* clock) noexcept {
    *clock = of(const_cast<pthread_condattr_t&>(*given)).clock;
    return 0;
}

} // extern "C"

} // namespace weft::posix
