// Handlers of C's among destructors.
#include <pthread.h>
#include <string>
#include <unistd.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

using suite::let_run;
using suite::started;

TEST_CASE(
    "destructors run the newest first, then the keys' values are destroyed, then it is joined") {
    static std::string ran;
    ran.clear();
    struct named {
        char name;
        ~named() { ran += name; }
    };
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, [](void*) { ran += 'k'; }) == 0);
    auto function = [&]() -> void* {
        pthread_setspecific(key, &ran);
        const named outer{'o'};
        pthread_cleanup_push([](void*) { ran += 'h'; }, nullptr);
        const auto inner = [] {
            const named object{'i'};
            sleep(3600); // NOLINT(concurrency-mt-unsafe)
        };
        inner();
        ran += '!';
        pthread_cleanup_pop(0);
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(ran == "ihok");
    CHECK(pthread_key_delete(key) == 0);
}
