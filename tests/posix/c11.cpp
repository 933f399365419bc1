// The threads of C11.
#include <doctest/doctest.h>

#include <threads.h>

TEST_CASE("a thread of C11's ends with an int, by return and by thrd_exit") {
    thrd_t thread{};
    int result = 0;
    REQUIRE(thrd_create(
                &thread, [](void*) { return -7; }, nullptr) == thrd_success);
    CHECK(thrd_join(thread, &result) == thrd_success);
    CHECK(result == -7);
    REQUIRE(thrd_create(
                &thread,
                [](void*) {
                    thrd_exit(42);
                    return 0;
                },
                nullptr) == thrd_success);
    CHECK(thrd_join(thread, &result) == thrd_success);
    CHECK(result == 42);
}

TEST_CASE("its mutexes, conditions and keys are there") {
    mtx_t guard;
    cnd_t changed;
    REQUIRE(mtx_init(&guard, mtx_timed | mtx_recursive) == thrd_success);
    REQUIRE(cnd_init(&changed) == thrd_success);
    CHECK(mtx_lock(&guard) == thrd_success);
    CHECK(mtx_trylock(&guard) == thrd_success);
    CHECK(mtx_unlock(&guard) == thrd_success);
    const timespec long_past{1, 0};
    CHECK(cnd_timedwait(&changed, &guard, &long_past) == thrd_timedout);
    CHECK(mtx_unlock(&guard) == thrd_success);
    cnd_destroy(&changed);
    mtx_destroy(&guard);
    tss_t key;
    REQUIRE(tss_create(&key, nullptr) == thrd_success);
    CHECK(tss_set(key, &guard) == thrd_success);
    CHECK(tss_get(key) == &guard);
    tss_delete(key);
    static int once = 0;
    static once_flag flag = ONCE_FLAG_INIT;
    call_once(&flag, [] { ++once; });
    call_once(&flag, [] { ++once; });
    CHECK(once == 1);
}
