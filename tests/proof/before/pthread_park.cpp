// Seeded defects: the table of real/pthread_park.cpp, as one queue, where each of two things may be
// done without the guard that must be done under it.
#include "pthread_park.hpp"

#include <cerrno>
#include <pthread.h>

#include "backend.hpp"
#include "fifo.hpp"
#include "host.hpp"
#include "word.hpp"

constinit bool proof::looks_unguarded = false;
constinit bool proof::signals_unguarded = false;

namespace weft::backend {

const char* const name = "pthread";

namespace {

struct waiter {
    const std::uint32_t* word;
    pthread_cond_t woken;
    bool waiting = true;
    fifo_links<waiter> queued{};
};

constinit pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
constinit fifo<waiter, &waiter::queued> waiters;

const host::at_fork forget_others([] { waiters = {}; });

wait_end wait(waiter& self, deadline_t deadline) {
    waiters.push_back(self);
    const timespec end{deadline / 1'000'000'000, deadline % 1'000'000'000};
    int error = 0;
    while (self.waiting && error == 0) {
        if (deadline == forever)
            pthread_cond_wait(&self.woken, &guard);
        else
            error = pthread_cond_timedwait(&self.woken, &guard, &end);
    }
    if (!self.waiting)
        return wait_end::woken;
    waiters.remove(self);
    return wait_end::too_late;
}

} // namespace

wait_end park(const std::uint32_t* word, std::uint32_t expected, deadline_t deadline, purpose,
              attempt) {
    waiter self{.word = word, .woken = {}};
    if (pthread_cond_init(&self.woken, nullptr) != 0)
        return wait_end::woken;
    const bool seen_before = proof::looks_unguarded && load(*word) == expected;
    pthread_mutex_lock(&guard);
    auto ended = wait_end::woken;
    if (proof::looks_unguarded ? seen_before : load(*word) == expected)
        ended = wait(self, deadline);
    pthread_mutex_unlock(&guard);
    pthread_cond_destroy(&self.woken);
    return ended;
}

void unpark_all(std::uint32_t*) noexcept {} // nothing here is waited for by more than locks

void unpark_one(std::uint32_t* word) noexcept {
    pthread_mutex_lock(&guard);
    waiter* const woken = waiters.find([=](const waiter& w) { return w.word == word; });
    if (woken != nullptr) {
        waiters.remove(*woken);
        woken->waiting = false;
        if (!proof::signals_unguarded)
            pthread_cond_signal(&woken->woken);
    }
    pthread_mutex_unlock(&guard);
    if (woken != nullptr && proof::signals_unguarded)
        pthread_cond_signal(&woken->woken);
}

} // namespace weft::backend
