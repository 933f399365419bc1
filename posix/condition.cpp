// Condition variables.
#include <cerrno>
#include <pthread.h>

#include "boundary.hpp"
#include "cancellation.hpp"
#include "giving_way.hpp"
#include "moments.hpp"
#include "mutex.hpp"
#include "storage.hpp"
#include "thread.hpp"
#include "weft/std/detail/condition_word.hpp"

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

/// For a wait, with the mutex unlocked, once. It is locked again also when the thread ends by that,
/// or by a handler that runs meanwhile; but not when a handler jumps away.
class unlocked_meanwhile {
  public:
    unlocked_meanwhile(detail::condition_wait& wait, mutex& held) : wait_(wait), held_(held) {
        held_.unlock();
    }
    ~unlocked_meanwhile() noexcept(false) {
        wait_.leave();
        locking again{held_};
        again.lock();
    }
    unlocked_meanwhile(const unlocked_meanwhile&) = delete;
    unlocked_meanwhile& operator=(const unlocked_meanwhile&) = delete;

  private:
    struct locking {
        mutex& held;
        bool has_it = false;

        ~locking() {
            if (!has_it)
                lock();
        }
        void lock() {
            if (!is_jumping(self().signals)) {
                const uncancelled here;
                answer_of([&] { return held.lock(); });
            }
            has_it = true;
        }
    };

    detail::condition_wait& wait_;
    mutex& held_;
};

/// Waits by `until`, with the mutex unlocked.
template <class Until>
int wait(condition& given, pthread_mutex_t& with, Until until) {
    const cancellation_point here;
    mutex& held = mutex_of(with);
    if (held.kind == PTHREAD_MUTEX_ERRORCHECK && !held.word.is_mine())
        return EPERM;
    detail::condition_wait begun(given.word);
    const unlocked_meanwhile until_end(begun, held);
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

int pthread_cond_init(pthread_cond_t* made, const pthread_condattr_t* given) {
    keep_in<condition>(*made).clock =
        given == nullptr ? CLOCK_REALTIME : of(const_cast<pthread_condattr_t&>(*given)).clock;
    return 0;
}

int cond_destroy_here(pthread_cond_t* given) asm("pthread_cond_destroy");
int cond_destroy_here(pthread_cond_t* given) {
    return answer_of([&] {
        of(*given).word.destroy();
        return 0;
    });
}

int cond_signal_here(pthread_cond_t* given) asm("pthread_cond_signal");
int cond_signal_here(pthread_cond_t* given) {
    of(*given).word.notify_one();
    give_way_at_times(tries_at_once);
    return 0;
}

int cond_broadcast_here(pthread_cond_t* given) asm("pthread_cond_broadcast");
int cond_broadcast_here(pthread_cond_t* given) {
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

int pthread_condattr_init(pthread_condattr_t* made) {
    keep_in<attributes>(*made);
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t*) {
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t* given, clockid_t clock) {
    if (!is_known(clock))
        return EINVAL;
    of(*given).clock = clock;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t* given, clockid_t* clock) {
    *clock = of(const_cast<pthread_condattr_t&>(*given)).clock;
    return 0;
}

} // extern "C"

} // namespace weft::posix
