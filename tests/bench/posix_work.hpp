// What POSIX threads do, each many times.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <pthread.h>
#include <sched.h>

namespace posix_work {

inline void* nothing(void*) {
    return nullptr;
}

inline pthread_t started(void* (*function)(void*), void* argument) {
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, function, argument) != 0)
        std::abort();
    return thread;
}

inline void create_and_join(long times) {
    for (long i = 0; i < times; ++i)
        pthread_join(started(nothing, nullptr), nullptr);
}

inline pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

inline void lock_and_unlock(long times) {
    for (long i = 0; i < times; ++i) {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }
}

struct ball {
    long times;
    std::atomic<bool> is_there = false;
    pthread_cond_t thrown[2] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
};

/// One of two sides.
inline void play(ball& game, bool there) {
    pthread_mutex_lock(&mutex);
    for (long i = 0; i < game.times; ++i) {
        while (game.is_there != there)
            pthread_cond_wait(&game.thrown[there], &mutex);
        game.is_there = !there;
        pthread_cond_signal(&game.thrown[!there]);
    }
    pthread_mutex_unlock(&mutex);
}

inline void give_way(ball& game, bool there) {
    for (long i = 0; i < game.times; ++i) {
        while (game.is_there != there)
            sched_yield();
        game.is_there = !there;
    }
}

template <void (*side)(ball&, bool)>
void there_and_back(long times) {
    ball game{times};
    const pthread_t other = started(
        [](void* shared) -> void* {
            side(*static_cast<ball*>(shared), true);
            return nullptr;
        },
        &game);
    side(game, false);
    pthread_join(other, nullptr);
}

/// So many times that it is no matter what the clock costs.
inline double nanoseconds(void (*operation)(long), double (*clock)()) {
    for (long times = 64;; times *= 2) {
        const double begin = clock();
        operation(times);
        const double took = clock() - begin;
        if (took > 20e6)
            return took / static_cast<double>(times);
    }
}

struct measured {
    const char* name;
    void (*operation)(long);
};
inline constexpr std::array<measured, 4> all{{{"create and join", create_and_join},
                                              {"lock and unlock", lock_and_unlock},
                                              {"condition there and back", there_and_back<play>},
                                              {"yield there and back", there_and_back<give_way>}}};

/// Nanoseconds that each takes, beside a thread that waits, so that there is more than one:
/// `clock` returns them.
inline std::array<double, all.size()> times_of_all(double (*clock)()) {
    static pthread_mutex_t stay = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&stay);
    const pthread_t other = started(
        [](void*) -> void* {
            pthread_mutex_lock(&stay);
            pthread_mutex_unlock(&stay);
            return nullptr;
        },
        nullptr);
    std::array<double, all.size()> times{};
    for (std::size_t i = 0; i < all.size(); ++i)
        times[i] = nanoseconds(all[i].operation, clock);
    pthread_mutex_unlock(&stay);
    pthread_join(other, nullptr);
    return times;
}

} // namespace posix_work
