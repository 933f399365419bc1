// POSIX threads on one OS thread against real ones on one core: this program runs itself both ways.
// Prints the medians, and their ratios.
#include <atomic>
#include <climits>
#include <cstring>
#include <map>
#include <pthread.h>

#include "beside_real.hpp"
#include "computed.hpp"

namespace {

void* nothing(void*) {
    return nullptr;
}

pthread_t started(void* (*function)(void*), void* argument) {
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, function, argument) != 0)
        beside_real::give_up("pthread_create");
    return thread;
}

void create_and_join(long times) {
    for (long i = 0; i < times; ++i)
        pthread_join(started(nothing, nullptr), nullptr);
}

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

void lock_and_unlock(long times) {
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
void play(ball& game, bool there) {
    pthread_mutex_lock(&mutex);
    for (long i = 0; i < game.times; ++i) {
        while (game.is_there != there)
            pthread_cond_wait(&game.thrown[there], &mutex);
        game.is_there = !there;
        pthread_cond_signal(&game.thrown[!there]);
    }
    pthread_mutex_unlock(&mutex);
}

void give_way(ball& game, bool there) {
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
double nanoseconds(void (*operation)(long)) {
    for (long times = 64;; times *= 2) {
        const double begin = computed();
        operation(times);
        const double took = computed() - begin;
        if (took > 20e6)
            return took / static_cast<double>(times);
    }
}

struct measured {
    const char* name;
    void (*operation)(long);
};
constexpr std::array<measured, 4> all{{{"create and join", create_and_join},
                                       {"lock and unlock", lock_and_unlock},
                                       {"condition there and back", there_and_back<play>},
                                       {"yield there and back", there_and_back<give_way>}}};

/// Beside a thread that waits, so that there is more than one.
void print_each() {
    static pthread_mutex_t stay = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&stay);
    const pthread_t other = started(
        [](void*) -> void* {
            pthread_mutex_lock(&stay);
            pthread_mutex_unlock(&stay);
            return nullptr;
        },
        nullptr);
    for (const measured& each : all)
        std::printf("%f\n", nanoseconds(each.operation));
    pthread_mutex_unlock(&stay);
    pthread_join(other, nullptr);
}

} // namespace

// posix_threads_benchmark WEFT_RUN
int main(int, char** argv) {
    if (std::strcmp(argv[1], "each") == 0) {
        print_each();
        return 0;
    }
    char self[PATH_MAX]{};
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        beside_real::give_up("/proc/self/exe");
    std::array<std::array<std::vector<double>, all.size()>, 2> times;
    beside_real::interleave(argv[1], {self, "each"}, 15,
                            [&](bool is_real, const std::vector<std::string>& command) {
                                std::FILE* const printed = std::tmpfile();
                                if (printed == nullptr)
                                    beside_real::give_up("tmpfile");
                                beside_real::run(command, fileno(printed));
                                std::rewind(printed);
                                for (auto& each : times[is_real]) {
                                    double time = 0;
                                    if (std::fscanf(printed, "%lf", &time) != 1)
                                        beside_real::give_up("what was printed");
                                    each.push_back(time);
                                }
                                std::fclose(printed);
                            });
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double one = median(times[false][i]);
        const double real = median(times[true][i]);
        std::printf("%s takes %.3f of real threads' time: %.1f ns, %.1f\n", all[i].name, one / real,
                    one, real);
    }
}
