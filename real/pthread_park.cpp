// Parking on any POSIX system: a table of queues, found by the address of the word.
#include <algorithm>
#include <array>
#include <ctime>
#include <limits>
#include <memory>
#include <pthread.h>
#include <sched.h>

#include "backend.hpp"
#include "fifo.hpp"
#include "host.hpp"
#include "word.hpp" // the C library's, or the compiler's

namespace weft::backend {

namespace {

/// A thread that waits, on its own stack.
struct waiter {
    const std::uint32_t* word;
    pthread_cond_t woken;
    bool waiting = true;
    fifo_links<waiter> queued{};
};

/// Words whose addresses fall together share a queue, and are told apart in it. Alone on its cache
/// line, as queues are used by different threads.
struct alignas(64) queue {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    fifo<waiter, &waiter::queued> waiters;
};

// Never destroyed: threads may go on while the process ends.
constexpr int table_bits = 6;
constinit std::array<queue, 1 << table_bits> table{};

queue& queue_of(const std::uint32_t* word) {
    return table[hash_of(word, table_bits)];
}

class locked {
  public:
    explicit locked(queue& q) : queue_(q) { pthread_mutex_lock(&queue_.guard); }
    ~locked() { pthread_mutex_unlock(&queue_.guard); }
    locked(const locked&) = delete;
    locked& operator=(const locked&) = delete;

  private:
    queue& queue_;
};

/// What the running thread waits by, if it does: a signal handler may call fork there.
constinit thread_local waiter* own = nullptr;

WEFT_INITIALISED_EARLY const host::at_fork forget_others([] {
    std::construct_at(&table);
    if (own != nullptr && own->waiting)
        queue_of(own->word).waiters.push_back(*own);
});

/// While one lives, the thread is not cancelled, which would leave its waiter in the queue.
class uncancelled {
  public:
    uncancelled() { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
    ~uncancelled() { pthread_setcancelstate(before_, nullptr); }
    uncancelled(const uncancelled&) = delete;
    uncancelled& operator=(const uncancelled&) = delete;

  private:
    int before_ = 0;
};

/// A condition that is waited for on the clock of deadlines. Returns false where the system has
/// none to give.
bool init(pthread_cond_t& condition) {
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0)
        return false;
    const bool made = pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
                      pthread_cond_init(&condition, &monotonic) == 0;
    pthread_condattr_destroy(&monotonic);
    return made;
}

/// Of those who wait on `word`; returns false where there is none. REQUIRES: the queue is locked:
/// once it is let go, the waiter may have gone, condition and all.
bool wake_first(queue& q, const std::uint32_t* word) {
    waiter* const woken = q.waiters.find([=](const waiter& w) { return w.word == word; });
    if (woken == nullptr)
        return false;
    q.waiters.remove(*woken);
    woken->waiting = false;
    pthread_cond_signal(&woken->woken);
    return true;
}

timespec as_timespec(deadline_t deadline) {
    constexpr deadline_t second = 1'000'000'000;
    const auto seconds =
        std::min<deadline_t>(deadline / second, std::numeric_limits<time_t>::max());
    return {static_cast<time_t>(seconds), static_cast<long>(deadline % second)};
}

} // namespace

const char* const name = "pthread";

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose,
              attempt) {
    const uncancelled for_now;
    waiter self{.word = word, .woken = {}};
    if (!init(self.woken)) {
        // Out of conditions: the caller looks at the word again, and again, as others go on.
        sched_yield();
        return now() < deadline ? wait_end::woken : wait_end::too_late;
    }
    queue& q = queue_of(word);
    auto ended = wait_end::woken;
    {
        const locked hold(q);
        if (load(*word) == expected) {
            q.waiters.push_back(self);
            own = &self;
            const timespec end = as_timespec(deadline);
            int error = 0;
            while (self.waiting && error == 0) {
                if (deadline == forever)
                    pthread_cond_wait(&self.woken, &q.guard);
                else
                    error = pthread_cond_timedwait(&self.woken, &q.guard, &end);
            }
            own = nullptr;
            if (self.waiting) {
                q.waiters.remove(self);
                ended = wait_end::too_late;
            }
        }
    }
    pthread_cond_destroy(&self.woken);
    return ended;
}

void unpark_one(std::uint32_t* word) noexcept {
    queue& q = queue_of(word);
    const locked hold(q);
    wake_first(q, word);
}

void unpark_all(std::uint32_t* word) noexcept {
    queue& q = queue_of(word);
    const locked hold(q);
    while (wake_first(q, word)) {
    }
}

} // namespace weft::backend
