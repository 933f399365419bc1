// Read-write locks. They are not the standard's shared mutexes: by default, who reads goes before
// who waits to write, so that a thread may read again what it reads.
#include <cerrno>
#include <cstdint>
#include <pthread.h>

#include "boundary.hpp"
#include "events.hpp"
#include "giving_way.hpp"
#include "layout.hpp" // the C library's
#include "misuse.hpp"
#include "moments.hpp"
#include "scheduler.hpp"
#include "shared_word.hpp"
#include "steering.hpp" // the backend's
#include "storage.hpp"
#include "wait_queues.hpp"
#include "weft/detail/tsan.hpp"
#include "word.hpp" // the backend's

namespace weft::posix {

namespace {

using backend::purpose, backend::wait_end;

/// In a pthread_rwlock_t: its kind is where static initialisers have it.
struct rwlock {
    std::uint32_t word; ///< as of a shared mutex, but who waits is not told by it
    std::uint32_t gate; ///< who waits to write is parked on it
    std::byte unused[rwlock_kind_at - 2 * sizeof(std::uint32_t)];
    unsigned kind;

    [[nodiscard]] bool is_mine_alone() const {
        return word == alone_word(backend::owned_by_this_thread());
    }

    /// Where not, those who read wait for those who wait to write, too.
    [[nodiscard]] bool lets_read() const {
        return kind != rwlock_for_writers || backend::count_waiting_on(&gate) == 0;
    }

    /// Hands it to those who wait and may have it. No other comes between: so nobody is overtaken
    /// for ever by one that has it again and again.
    void hand_over() {
        if (is_had_alone(word))
            return;
        while (backend::stack_thread* const reads =
                   lets_read() ? backend::take_waiting(&word) : nullptr) {
            word += one_share;
            make_ready(*reads, wait_end::has_lock);
        }
        backend::stack_thread* const writes = word == 0 ? backend::take_waiting(&gate) : nullptr;
        if (writes != nullptr) {
            word = alone_word(owner_word(writes->record.ident));
            make_ready(*writes, wait_end::has_lock);
        }
    }

    void unlock() {
        backend::point(operation::release, &word);
        detail::tell_release(this);
        if (is_mine_alone()) {
            tell(event::releases, &word, purpose::shared_mutex_free);
            word = 0;
        } else if (word != 0 && !is_had_alone(word)) {
            word -= one_share;
        } else {
            misused("unlocks " + named("read-write lock", &word) + ", which " +
                    (word == 0 ? "is not locked" : owner_name(word) + " has to write"));
        }
        if (word == 0)
            hand_over();
        backend::point(operation::released, nullptr);
    }
};
static_assert(offsetof(rwlock, kind) == rwlock_kind_at);

rwlock& of(pthread_rwlock_t& given) noexcept {
    return kept_in<rwlock>(given);
}

// How it is wanted, as `lock_until` takes it.

struct to_read {
    rwlock& wanted;
    static constexpr purpose why = purpose::shared_mutex_free;
    [[nodiscard]] std::uint32_t& parked_on() const { return wanted.word; }
    [[nodiscard]] bool take() const {
        if (is_had_alone(wanted.word) || wanted.word >= most_shares || !wanted.lets_read())
            return false;
        wanted.word += one_share;
        return true;
    }
    /// To a watcher, one thread at a time has a lock.
    void has_it() const { detail::tell_acquire(&wanted); }
};

struct to_write {
    rwlock& wanted;
    static constexpr purpose why = purpose::shared_mutex;
    [[nodiscard]] std::uint32_t& parked_on() const { return wanted.gate; }
    [[nodiscard]] bool take() const {
        return backend::replace(wanted.word, 0, alone_word(backend::owned_by_this_thread()));
    }
    void has_it() const {
        tell(event::has_lock, &wanted.word, purpose::shared_mutex_free);
        detail::tell_acquire(&wanted);
    }
};

template <class How>
struct locking {
    How how;

    [[nodiscard]] bool try_lock() const {
        backend::point(operation::acquire, &how.wanted.word);
        const bool taken = how.take();
        if (taken)
            how.has_it();
        return taken;
    }
    [[nodiscard]] bool lock_within(std::int64_t nanoseconds) const {
        return wait(deadline_in(nanoseconds, backend::moment()));
    }
    // NOLINTNEXTLINE(modernize-use-nodiscard): without a deadline, it is true.
    bool wait(deadline_t deadline) const {
        const bool taken = wait_told(deadline);
        if (taken)
            how.has_it();
        return taken;
    }

  private:
    [[nodiscard]] bool wait_told(deadline_t deadline) const {
        const told waiting(event::waits, event::stops_waiting, &how.wanted.word,
                           purpose::shared_mutex_free);
        /// Who gives up may have been what others waited for.
        const struct until_end {
            rwlock& wanted;
            ~until_end() { wanted.hand_over(); }
        } leaving{how.wanted};
        for (auto ended = wait_end::woken; ended != wait_end::too_late;) {
            ended = park(&how.parked_on(), backend::load(how.parked_on()), deadline, how.why);
            if (ended == wait_end::has_lock || how.take())
                return true;
        }
        return false;
    }
};

template <class How>
int try_lock(pthread_rwlock_t& given) {
    give_way_at_times(tries_at_once);
    return locking<How>{{of(given)}}.try_lock() ? 0 : EBUSY;
}

template <class How>
int lock(pthread_rwlock_t& given) {
    return answer_of([&] {
        const locking<How> by{{of(given)}};
        if (of(given).is_mine_alone())
            return EDEADLK;
        if (!by.try_lock())
            by.wait(forever);
        return 0;
    });
}

template <class How>
int lock_until(pthread_rwlock_t& given, clockid_t clock, const timespec& time) {
    return answer_of([&] {
        locking<How> by{{of(given)}};
        return of(given).is_mine_alone() ? EDEADLK : posix::lock_until(by, clock, time);
    });
}

struct attributes {
    int kind = rwlock_for_readers;
};

attributes& of(const pthread_rwlockattr_t& given) noexcept {
    return kept_in<attributes>(const_cast<pthread_rwlockattr_t&>(given));
}

} // namespace

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* made, const pthread_rwlockattr_t* given) {
    keep_in<rwlock>(*made).kind =
        static_cast<unsigned>(given == nullptr ? rwlock_for_readers : of(*given).kind);
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t* given) {
    return of(*given).word == 0 ? 0 : EBUSY;
}

int rwlock_rdlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_rdlock");
int rwlock_rdlock_here(pthread_rwlock_t* given) {
    return lock<to_read>(*given);
}

int rwlock_tryrdlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_tryrdlock");
int rwlock_tryrdlock_here(pthread_rwlock_t* given) {
    return try_lock<to_read>(*given);
}

int rwlock_clockrdlock_here(pthread_rwlock_t* given, clockid_t clock,
                            const timespec* time) asm("pthread_rwlock_clockrdlock");
int rwlock_clockrdlock_here(pthread_rwlock_t* given, clockid_t clock, const timespec* time) {
    return lock_until<to_read>(*given, clock, *time);
}

int rwlock_timedrdlock_here(pthread_rwlock_t* given,
                            const timespec* time) asm("pthread_rwlock_timedrdlock");
int rwlock_timedrdlock_here(pthread_rwlock_t* given, const timespec* time) {
    return lock_until<to_read>(*given, CLOCK_REALTIME, *time);
}

int rwlock_wrlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_wrlock");
int rwlock_wrlock_here(pthread_rwlock_t* given) {
    return lock<to_write>(*given);
}

int rwlock_trywrlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_trywrlock");
int rwlock_trywrlock_here(pthread_rwlock_t* given) {
    return try_lock<to_write>(*given);
}

int rwlock_clockwrlock_here(pthread_rwlock_t* given, clockid_t clock,
                            const timespec* time) asm("pthread_rwlock_clockwrlock");
int rwlock_clockwrlock_here(pthread_rwlock_t* given, clockid_t clock, const timespec* time) {
    return lock_until<to_write>(*given, clock, *time);
}

int rwlock_timedwrlock_here(pthread_rwlock_t* given,
                            const timespec* time) asm("pthread_rwlock_timedwrlock");
int rwlock_timedwrlock_here(pthread_rwlock_t* given, const timespec* time) {
    return lock_until<to_write>(*given, CLOCK_REALTIME, *time);
}

int rwlock_unlock_here(pthread_rwlock_t* given) asm("pthread_rwlock_unlock");
int rwlock_unlock_here(pthread_rwlock_t* given) {
    of(*given).unlock();
    give_way_at_times(unlocks_at_once);
    return 0;
}

int pthread_rwlockattr_init(pthread_rwlockattr_t* made) {
    keep_in<attributes>(*made);
    return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t*) {
    return 0;
}

int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t* given, int kind) {
    if (kind < rwlock_for_readers || kind > rwlock_for_writers)
        return EINVAL;
    of(*given).kind = kind;
    return 0;
}

int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t* given, int* kind) {
    *kind = of(*given).kind;
    return 0;
}

// The names that old binaries have.

int old_rwlock_init_here(pthread_rwlock_t*, const pthread_rwlockattr_t*) noexcept
    asm("__pthread_rwlock_init") __attribute__((alias("pthread_rwlock_init")));
int old_rwlock_destroy_here(pthread_rwlock_t*) noexcept asm("__pthread_rwlock_destroy")
    __attribute__((alias("pthread_rwlock_destroy")));
int old_rwlock_rdlock_here(pthread_rwlock_t*) asm("__pthread_rwlock_rdlock")
    __attribute__((alias("pthread_rwlock_rdlock")));
int old_rwlock_tryrdlock_here(pthread_rwlock_t*) asm("__pthread_rwlock_tryrdlock")
    __attribute__((alias("pthread_rwlock_tryrdlock")));
int old_rwlock_wrlock_here(pthread_rwlock_t*) asm("__pthread_rwlock_wrlock")
    __attribute__((alias("pthread_rwlock_wrlock")));
int old_rwlock_trywrlock_here(pthread_rwlock_t*) asm("__pthread_rwlock_trywrlock")
    __attribute__((alias("pthread_rwlock_trywrlock")));
int old_rwlock_unlock_here(pthread_rwlock_t*) asm("__pthread_rwlock_unlock")
    __attribute__((alias("pthread_rwlock_unlock")));

} // extern "C"

} // namespace weft::posix
