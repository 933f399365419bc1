// JavaScript's events, while all threads wait, and while they take turns.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <mutex>
#include <semaphore.h>
#include <thread>

#include <doctest/doctest.h>

namespace {

/// Has an event call `does`, which has no captures, when `milliseconds` have passed.
template <class Does>
void later(double milliseconds, Does does, void* with = nullptr) {
    emscripten_set_timeout(does, milliseconds, with);
}

struct shared {
    std::mutex guard;
    std::condition_variable changed;
    bool is_told = false;

    void tell() {
        const std::lock_guard held(guard);
        is_told = true;
        changed.notify_one();
    }
    void wait_until_told() {
        std::unique_lock held(guard);
        changed.wait(held, [this] { return is_told; });
    }
};

} // namespace

TEST_CASE("events come while the only thread sleeps") {
    static int come;
    come = 0;
    for (int each = 0; each < 3; ++each)
        later(each, [](void*) { ++come; });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(come == 3);
}

TEST_CASE("emscripten_sleep lets events come, also of the only thread, and in no time") {
    static bool has_come;
    has_come = false;
    later(1, [](void*) { has_come = true; });
    while (!has_come)
        emscripten_sleep(0);
}

TEST_CASE("emscripten_sleep lets other threads run, and sleeps as long as it says") {
    std::atomic<int> turns = 0;
    std::thread other([&] {
        while (turns < 100) {
            ++turns;
            emscripten_sleep(0);
        }
    });
    while (turns < 50)
        emscripten_sleep(0);
    const auto begin = std::chrono::steady_clock::now();
    emscripten_sleep(20);
    CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(20));
    other.join();
    CHECK(turns == 100);
}

TEST_CASE("events come while all of several threads wait") {
    static std::atomic<int> come;
    come = 0;
    shared told;
    std::thread waits([&] { told.wait_until_told(); });
    later(1, [](void*) { ++come; });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(come == 1);
    told.tell();
    waits.join();
}

TEST_CASE("an event notifies a condition that main waits for, and nobody else would") {
    shared told;
    later(
        1, [](void* with) { static_cast<shared*>(with)->tell(); }, &told);
    told.wait_until_told();
    CHECK(told.is_told);
}

TEST_CASE("an event notifies a condition that another thread waits for, while main joins that") {
    shared told;
    std::thread waits([&] { told.wait_until_told(); });
    later(
        1, [](void* with) { static_cast<shared*>(with)->tell(); }, &told);
    waits.join();
    CHECK(told.is_told);
}

TEST_CASE("an event ends a long wait before its time") {
    shared told;
    later(
        1, [](void* with) { static_cast<shared*>(with)->tell(); }, &told);
    std::unique_lock held(told.guard);
    CHECK(told.changed.wait_for(held, std::chrono::hours(1), [&] { return told.is_told; }));
}

TEST_CASE("an event posts a semaphore as often as it likes, and none is lost") {
    static constexpr int posts = 100;
    sem_t ready;
    sem_init(&ready, 0, 0);
    later(
        1,
        [](void* with) {
            for (int count = 0; count < posts; ++count)
                sem_post(static_cast<sem_t*>(with));
        },
        &ready);
    for (int count = 0; count < posts; ++count)
        sem_wait(&ready);
    CHECK(sem_trywait(&ready) == -1);
    sem_destroy(&ready);
}

TEST_CASE("an event takes a mutex that is free, and releases it") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    const auto takes = [](void* with) {
        auto* const guarding = static_cast<pthread_mutex_t*>(with);
        CHECK(pthread_mutex_lock(guarding) == 0);
        CHECK(pthread_mutex_unlock(guarding) == 0);
    };
    later(1, takes, &guard);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(pthread_mutex_trylock(&guard) == 0);
    CHECK(pthread_mutex_unlock(&guard) == 0);
}

TEST_CASE("an event is main, and releases a mutex of main's for which another thread waits") {
    static pthread_t main;
    static pthread_mutex_t guard;
    main = pthread_self();
    pthread_mutexattr_t checked;
    pthread_mutexattr_init(&checked);
    pthread_mutexattr_settype(&checked, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&guard, &checked);
    CHECK(pthread_mutex_lock(&guard) == 0);
    std::thread waits([] {
        std::this_thread::yield(); // main waits first
        CHECK(pthread_mutex_lock(&guard) == 0);
        CHECK(pthread_self() != main);
        CHECK(pthread_mutex_unlock(&guard) == 0);
    });
    later(1, [](void*) {
        CHECK(pthread_self() == main);
        CHECK(pthread_mutex_unlock(&guard) == 0);
    });
    waits.join();
    CHECK(pthread_mutex_destroy(&guard) == 0);
}

TEST_CASE("an event starts a thread, which runs when it has returned") {
    static shared told;
    static bool has_returned;
    static std::thread started;
    told.is_told = has_returned = false;
    later(1, [](void*) {
        started = std::thread([] {
            CHECK(has_returned);
            told.tell();
        });
        has_returned = true;
    });
    told.wait_until_told();
    started.join();
}

TEST_CASE("events come while the only thread gives way") {
    static bool has_come;
    has_come = false;
    later(1, [](void*) { has_come = true; });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!has_come && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    CHECK(has_come);
}

TEST_CASE("events come while threads wait for each other in turn, and one can always run") {
    static std::atomic<bool> is_over;
    is_over = false;
    later(1, [](void*) { is_over = true; });
    std::mutex guard;
    std::condition_variable changed;
    int turn = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const auto take_turns = [&](int own) {
        std::unique_lock held(guard);
        while (!is_over && std::chrono::steady_clock::now() < end) {
            changed.wait(held, [&] { return turn == own || is_over; });
            turn = 1 - own;
            changed.notify_one();
        }
        is_over = true;
        changed.notify_one();
    };
    std::thread other(take_turns, 1);
    take_turns(0);
    other.join();
    CHECK(std::chrono::steady_clock::now() < end);
}

TEST_CASE("an event that comes as another thread gives way is main") {
    static pthread_t main;
    static bool has_come;
    main = pthread_self();
    has_come = false;
    std::thread gives_way([] {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!has_come && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        CHECK(pthread_self() != main);
    });
    later(1, [](void*) {
        CHECK(pthread_self() == main);
        has_come = true;
    });
    gives_way.join();
    CHECK(has_come);
}

TEST_CASE("there is room for the stack of a thread that calls deeply and waits") {
    shared told;
    struct deep {
        static int calls(shared& told, int depth) {
            volatile int own = depth;
            if (depth == 0)
                told.wait_until_told();
            else
                calls(told, depth - 1);
            return own;
        }
    };
    std::thread waits([&] {
        std::this_thread::yield(); // main waits first
        CHECK(deep::calls(told, 500) == 500);
    });
    later(
        1, [](void* with) { static_cast<shared*>(with)->tell(); }, &told);
    waits.join();
}
