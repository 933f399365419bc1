// pthread_create, join, detach, exit and what they name.
#include <cerrno>
#include <cstring>
#include <pthread.h>
#include <sched.h>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "more_names.hpp" // the C library's
#include "started.hpp"

using suite::started;

namespace {

int number = 0;

} // namespace

TEST_CASE("a thread has its argument, and who joins it what its function returns") {
    auto function = [] { return static_cast<void*>(&number); };
    started thread(function);
    CHECK(thread.join() == &number);
}

TEST_CASE("pthread_self is in a thread what pthread_create has written") {
    pthread_t own{};
    auto function = [&]() -> void* {
        own = pthread_self();
        return nullptr;
    };
    started thread(function);
    thread.join();
    CHECK(pthread_equal(own, thread.id) != 0);
    CHECK(pthread_equal(own, pthread_self()) == 0);
}

TEST_CASE("a thread cannot join itself") {
    int refused = 0;
    auto function = [&]() -> void* {
        refused = pthread_join(pthread_self(), nullptr);
        return nullptr;
    };
    started thread(function);
    thread.join();
    CHECK(refused == EDEADLK);
}

TEST_CASE("pthread_exit ends a thread with its result, from a function that it called") {
    auto function = []() -> void* {
        const auto inner = [] { pthread_exit(&number); };
        inner();
        return nullptr;
    };
    started thread(function);
    CHECK(thread.join() == &number);
}

TEST_CASE("pthread_exit destroys the objects of C++ on the stack, the newest first") {
    struct noted {
        std::string& ends;
        char name;
        ~noted() { ends += name; }
    };
    std::string ends;
    auto function = [&]() -> void* {
        const noted one{ends, '1'};
        const auto inner = [&] {
            const noted two{ends, '2'};
            pthread_exit(nullptr);
        };
        inner();
        return nullptr;
    };
    started thread(function);
    thread.join();
    CHECK(ends == "21");
}

TEST_CASE(
    "cleanup handlers run the newest first, when a thread exits, and where they are popped so") {
    static std::string ran;
    ran.clear();
    const auto note = [](void* name) { ran += static_cast<const char*>(name); };
    auto function = [&]() -> void* {
        pthread_cleanup_push(note, const_cast<char*>("outer "));
        pthread_cleanup_push(note, const_cast<char*>("popped "));
        pthread_cleanup_pop(1);
        pthread_cleanup_push(note, const_cast<char*>("not run "));
        pthread_cleanup_pop(0);
        pthread_cleanup_push(note, const_cast<char*>("inner "));
        pthread_exit(nullptr);
        pthread_cleanup_pop(0);
        pthread_cleanup_pop(0);
        return nullptr;
    };
    started thread(function);
    thread.join();
    CHECK(ran == "popped inner outer ");
}

TEST_CASE("a detached thread cannot be joined or detached") {
    pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&ends);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0);
    int state = -1;
    CHECK(pthread_attr_getdetachstate(&attributes, &state) == 0);
    CHECK(state == PTHREAD_CREATE_DETACHED);
    static pthread_mutex_t* until = nullptr;
    static bool has_ended = false;
    has_ended = false;
    until = &ends;
    pthread_t id{};
    REQUIRE(pthread_create(
                &id, &attributes,
                [](void*) -> void* {
                    pthread_mutex_lock(until);
                    has_ended = true;
                    pthread_mutex_unlock(until);
                    return nullptr;
                },
                nullptr) == 0);
    CHECK(pthread_join(id, nullptr) == EINVAL);
    CHECK(pthread_detach(id) == EINVAL);
    pthread_mutex_unlock(&ends);
    for (bool ended = false; !ended;) {
        sched_yield();
        pthread_mutex_lock(&ends);
        ended = has_ended;
        pthread_mutex_unlock(&ends);
    }
    pthread_attr_destroy(&attributes);
}

TEST_CASE("a thread that detaches itself runs on") {
    static bool goes_on = false;
    goes_on = false;
    static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    pthread_t id{};
    REQUIRE(pthread_create(
                &id, nullptr,
                [](void*) -> void* {
                    pthread_detach(pthread_self());
                    pthread_mutex_lock(&guard);
                    goes_on = true;
                    pthread_cond_signal(&changed);
                    pthread_mutex_unlock(&guard);
                    return nullptr;
                },
                nullptr) == 0);
    pthread_mutex_lock(&guard);
    while (!goes_on)
        pthread_cond_wait(&changed, &guard);
    pthread_mutex_unlock(&guard);
    CHECK(goes_on);
}

TEST_CASE("pthread_tryjoin_np is EBUSY until the thread has ended") {
    pthread_mutex_t ends = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&ends);
    auto function = [&]() -> void* {
        pthread_mutex_lock(&ends);
        pthread_mutex_unlock(&ends);
        return nullptr;
    };
    started thread(function);
    CHECK(pthread_tryjoin_np(thread.id, nullptr) == EBUSY);
    pthread_mutex_unlock(&ends);
}

TEST_CASE("a stack's size is as asked for, and too small a one is refused") {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setstacksize(&attributes, 1) == EINVAL);
    CHECK(pthread_attr_setstacksize(&attributes, 4 << 20) == 0);
    std::size_t size = 0;
    CHECK(pthread_attr_getstacksize(&attributes, &size) == 0);
    CHECK(size == 4 << 20);
    auto function = []() -> void* {
        char used[3 << 20];
        std::memset(used, 1, sizeof used);
        volatile const char* const written = used;
        return written[0] == written[sizeof used - 1] ? &number : nullptr;
    };
    started thread(function, &attributes);
    CHECK(thread.join() == &number);
    pthread_attr_destroy(&attributes);
}

TEST_CASE("a thousand threads are there at a time") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    int there = 0;
    auto function = [&]() -> void* {
        pthread_mutex_lock(&guard);
        ++there;
        pthread_cond_broadcast(&changed);
        while (there < 1000)
            pthread_cond_wait(&changed, &guard);
        pthread_mutex_unlock(&guard);
        return nullptr;
    };
    std::vector<pthread_t> ids(1000);
    for (pthread_t& id : ids)
        REQUIRE(
            pthread_create(
                &id, nullptr,
                [](void* given) -> void* { return (*static_cast<decltype(function)*>(given))(); },
                &function) == 0);
    for (const pthread_t id : ids)
        CHECK(pthread_join(id, nullptr) == 0);
    CHECK(there == 1000);
}
