// What old binaries call.
#include "old_names.h"

#include <atomic>
#include <string>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

TEST_CASE("the kind of a mutex is set by the old name, too") {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    CHECK(sets_the_kind(&attributes, PTHREAD_MUTEX_ERRORCHECK) == 0);
    int kind = -1;
    CHECK(gets_the_kind(&attributes, &kind) == 0);
    CHECK(kind == PTHREAD_MUTEX_ERRORCHECK);
    CHECK(pthread_mutexattr_gettype(&attributes, &kind) == 0);
    CHECK(kind == PTHREAD_MUTEX_ERRORCHECK);
}

TEST_CASE("a mutex is the same by its functions' old names") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    CHECK(locks_by_the_old_name(&tested) == 0);
    CHECK(pthread_mutex_trylock(&tested) == EBUSY);
    CHECK(unlocks_by_the_old_name(&tested) == 0);
    CHECK(pthread_mutex_trylock(&tested) == 0);
    CHECK(pthread_mutex_unlock(&tested) == 0);
}

TEST_CASE("handlers that defer cancellation, and those of old binaries, are called") {
    for (auto* const exits : {exits_with_deferred_handlers, exits_with_handlers_of_old_binaries}) {
        char text[16] = "";
        pthread_t thread{};
        REQUIRE(pthread_create(&thread, nullptr, exits, text) == 0);
        void* result = nullptr;
        CHECK(pthread_join(thread, &result) == 0);
        CHECK(result == text);
        CHECK(text == std::string("=i=io"));
    }
}

namespace {

// By which programs of before 2.34 of glibc's call it; today's headers have it as `sched_yield`.
extern "C" int gives_way();
__asm__(".symver gives_way, pthread_yield@GLIBC_2.2.5");

} // namespace

TEST_CASE("pthread_yield lets another thread run") {
    std::atomic<bool> has_run{false};
    auto runs = [&]() -> void* {
        CHECK(gives_way() == 0);
        has_run = true;
        return nullptr;
    };
    const suite::started other(runs);
    CHECK(suite::eventually([&] {
        CHECK(gives_way() == 0);
        return has_run.load();
    }));
}
