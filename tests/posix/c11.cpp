// The threads of C11.
#include <atomic>
#include <ctime>
#include <threads.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "started.hpp"

namespace {

/// A thread of C11's that does `function`, and is joined by the destructor.
class running {
  public:
    template <class F>
    explicit running(F& function) {
        REQUIRE(thrd_create(&id_, call<F>, &function) == thrd_success);
    }
    ~running() { CHECK(thrd_join(id_, nullptr) == thrd_success); }
    running(const running&) = delete;
    running& operator=(const running&) = delete;

    [[nodiscard]] thrd_t id() const { return id_; }

  private:
    template <class F>
    static int call(void* function) {
        (*static_cast<F*>(function))();
        return 0;
    }

    thrd_t id_{};
};

/// What another thread gets.
template <class F>
int elsewhere(F function) {
    int got = -1;
    auto call = [&] { got = function(); };
    { const running other(call); }
    return got;
}

/// A mutex, and a condition with it.
struct guarded {
    mtx_t guard{};
    cnd_t changed{};

    guarded() {
        REQUIRE(mtx_init(&guard, mtx_timed) == thrd_success);
        REQUIRE(cnd_init(&changed) == thrd_success);
    }
    ~guarded() {
        cnd_destroy(&changed);
        mtx_destroy(&guard);
    }
    guarded(const guarded&) = delete;
    guarded& operator=(const guarded&) = delete;
};

} // namespace

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

TEST_CASE("thrd_current is in a thread what thrd_create has written, and no other's") {
    thrd_t own{};
    auto asks = [&] { own = thrd_current(); };
    thrd_t made{};
    {
        const running other(asks);
        made = other.id();
    }
    CHECK(thrd_equal(own, made) != 0);
    CHECK(thrd_equal(own, thrd_current()) == 0);
    CHECK(thrd_equal(thrd_current(), thrd_current()) != 0);
}

TEST_CASE("a thread that thrd_detach is called for runs on, and is joined by nobody") {
    static std::atomic<bool> goes_on{false};
    static std::atomic<bool> has_run{false};
    thrd_t thread{};
    REQUIRE(thrd_create(
                &thread,
                [](void*) {
                    while (!goes_on)
                        thrd_yield();
                    has_run = true;
                    return 0;
                },
                nullptr) == thrd_success);
    CHECK(thrd_detach(thread) == thrd_success);
    goes_on = true;
    CHECK(suite::eventually([] { return has_run.load(); }));
}

TEST_CASE("thrd_yield lets another thread run") {
    std::atomic<bool> goes_on{false};
    std::atomic<bool> has_run{false};
    auto runs = [&] {
        while (!goes_on)
            thrd_yield();
        has_run = true;
    };
    const running other(runs);
    goes_on = true;
    CHECK(suite::eventually([&] {
        thrd_yield();
        return has_run.load();
    }));
}

TEST_CASE("cnd_signal wakes one that waits, and cnd_wait has the mutex again when it returns") {
    guarded shared;
    int count = 0;
    auto waits = [&] {
        CHECK(mtx_lock(&shared.guard) == thrd_success);
        while (count == 0)
            CHECK(cnd_wait(&shared.changed, &shared.guard) == thrd_success);
        --count;
        CHECK(elsewhere([&] { return mtx_trylock(&shared.guard); }) == thrd_busy);
        CHECK(mtx_unlock(&shared.guard) == thrd_success);
    };
    {
        const running one(waits);
        const running two(waits);
        for (int i = 0; i < 2; ++i) {
            CHECK(mtx_lock(&shared.guard) == thrd_success);
            ++count;
            CHECK(cnd_signal(&shared.changed) == thrd_success);
            CHECK(mtx_unlock(&shared.guard) == thrd_success);
        }
    }
    CHECK(count == 0);
}

TEST_CASE("cnd_broadcast wakes all that wait") {
    guarded shared;
    bool holds = false;
    int waiting = 0;
    auto waits = [&] {
        CHECK(mtx_lock(&shared.guard) == thrd_success);
        ++waiting;
        while (!holds)
            CHECK(cnd_wait(&shared.changed, &shared.guard) == thrd_success);
        CHECK(mtx_unlock(&shared.guard) == thrd_success);
    };
    const running one(waits);
    const running two(waits);
    const running three(waits);
    CHECK(suite::eventually([&] { // all wait
        mtx_lock(&shared.guard);
        const bool all = waiting == 3;
        mtx_unlock(&shared.guard);
        return all;
    }));
    CHECK(mtx_lock(&shared.guard) == thrd_success);
    holds = true;
    CHECK(cnd_broadcast(&shared.changed) == thrd_success);
    CHECK(mtx_unlock(&shared.guard) == thrd_success);
}

TEST_CASE("mtx_timedlock gives up when its time has come, and has a mutex that is free before") {
    guarded shared;
    const timespec in_an_hour = suite::in_an_hour();
    CHECK(mtx_timedlock(&shared.guard, &in_an_hour) == thrd_success);
    CHECK(elsewhere([&] { return mtx_timedlock(&shared.guard, &suite::long_past); }) ==
          thrd_timedout);
    CHECK(elsewhere([&] { return mtx_timedlock(&shared.guard, &suite::invalid); }) == thrd_error);
    CHECK(elsewhere([&] { return mtx_trylock(&shared.guard); }) == thrd_busy);
    std::atomic<bool> has_it{false};
    auto waits = [&] {
        CHECK(mtx_timedlock(&shared.guard, &in_an_hour) == thrd_success);
        has_it = true;
        CHECK(mtx_unlock(&shared.guard) == thrd_success);
    };
    const running other(waits);
    CHECK(!has_it);
    CHECK(mtx_unlock(&shared.guard) == thrd_success);
    CHECK(suite::eventually([&] { return has_it.load(); }));
}

TEST_CASE("timespec_get tells the time of day, and returns 0 where the base is none") {
    timespec before{};
    timespec tested{};
    timespec after{};
    CHECK(clock_gettime(CLOCK_REALTIME, &before) == 0);
    CHECK(timespec_get(&tested, TIME_UTC) == TIME_UTC);
    CHECK(clock_gettime(CLOCK_REALTIME, &after) == 0);
    CHECK(tested.tv_sec >= before.tv_sec);
    CHECK(tested.tv_sec <= after.tv_sec);
    CHECK(tested.tv_nsec >= 0);
    CHECK(tested.tv_nsec < 1'000'000'000);
    CHECK(timespec_get(&tested, 0) == 0);
}
