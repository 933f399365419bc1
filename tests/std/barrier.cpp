// Barriers, [thread.barrier]: what one thread sees of them.
#include <weft/std/barrier.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::barrier;

namespace {

struct completion {
    explicit completion(int& counted) : calls(&counted) {}
    void operator()() noexcept { ++*calls; }
    int* calls;
};

} // namespace

static_assert(sizeof(barrier<>) == 12);
static_assert(barrier<>::max() == 2'147'483'647);
static_assert(noexcept(barrier<>::max()));
static_assert(std::is_same_v<decltype(barrier<>::max()), std::ptrdiff_t>);
static_assert(std::is_constructible_v<barrier<>, std::ptrdiff_t>);
static_assert(!std::is_convertible_v<std::ptrdiff_t, barrier<>>);
static_assert(!std::is_default_constructible_v<barrier<>>);
static_assert(std::is_constructible_v<barrier<completion>, std::ptrdiff_t, completion>);
static_assert(!std::is_copy_constructible_v<barrier<>>);
static_assert(!std::is_copy_assignable_v<barrier<>>);
static_assert(!std::is_move_constructible_v<barrier<>>);
static_assert(!std::is_move_assignable_v<barrier<>>);
using arrival_token = barrier<>::arrival_token;
static_assert(!std::is_default_constructible_v<arrival_token>);
static_assert(std::is_nothrow_move_constructible_v<arrival_token>);
static_assert(std::is_nothrow_move_assignable_v<arrival_token>);
static_assert(std::is_nothrow_destructible_v<arrival_token>);
static_assert(!std::is_same_v<arrival_token, barrier<completion>::arrival_token>);
static_assert(
    std::is_same_v<decltype(&barrier<>::arrive), arrival_token (barrier<>::*)(std::ptrdiff_t)>);
static_assert(
    std::is_same_v<decltype(&barrier<>::wait), void (barrier<>::*)(arrival_token&&) const>);
static_assert(std::is_same_v<decltype(&barrier<>::arrive_and_wait), void (barrier<>::*)()>);
static_assert(std::is_same_v<decltype(&barrier<>::arrive_and_drop), void (barrier<>::*)()>);

namespace {

constinit barrier<> at_namespace_scope(1);

} // namespace

TEST_CASE("a barrier's phase is over when as many have arrived as are expected") {
    barrier<> two(2);
    auto first = two.arrive();
    auto second = two.arrive();
    two.wait(std::move(first));
    two.wait(std::move(second));
    auto both = two.arrive(2);
    two.wait(std::move(both));
}

TEST_CASE("a barrier at namespace scope is constant-initialised") {
    at_namespace_scope.arrive_and_wait();
    at_namespace_scope.arrive_and_wait();
}

TEST_CASE("a barrier may expect nobody") {
    [[maybe_unused]] const barrier<> nobody(0);
}

TEST_CASE("a wait for the phase before returns at once") {
    barrier<> one(1);
    auto before = one.arrive();
    one.wait(std::move(before));
    barrier<> two(2);
    auto first = two.arrive();
    static_cast<void>(two.arrive());
    static_cast<void>(two.arrive()); // of the next phase
    two.wait(std::move(first));
}

TEST_CASE("the completion is called once a phase, by the last to arrive, before the wait returns") {
    int calls = 0;
    barrier counted(3, completion(calls));
    for (int phase = 1; phase <= 4; ++phase) {
        static_cast<void>(counted.arrive());
        auto token = counted.arrive();
        CHECK(calls == phase - 1);
        static_cast<void>(counted.arrive());
        CHECK(calls == phase);
        counted.wait(std::move(token));
    }
    CHECK(calls == 4);
}

TEST_CASE("a completion may be moved in, and is destroyed with the barrier") {
    const auto shared = std::make_shared<int>(0);
    {
        auto owns = [kept = std::make_unique<std::shared_ptr<int>>(shared)]() noexcept {
            ++**kept;
        };
        barrier once(1, std::move(owns));
        once.arrive_and_wait();
        CHECK(*shared == 1);
        CHECK(shared.use_count() == 2);
    }
    CHECK(shared.use_count() == 1);
}

TEST_CASE("arrive_and_drop() arrives, and has one less expected in the phases after it") {
    int calls = 0;
    barrier counted(3, completion(calls));
    counted.arrive_and_drop();
    CHECK(calls == 0);
    static_cast<void>(counted.arrive(2));
    CHECK(calls == 1);
    static_cast<void>(counted.arrive());
    CHECK(calls == 1);
    counted.arrive_and_drop();
    CHECK(calls == 2);
    counted.arrive_and_wait();
    CHECK(calls == 3);
    counted.arrive_and_drop();
    CHECK(calls == 4);
}

TEST_CASE("threads that do not wait are counted, too") {
    barrier<> all(4);
    int done = 0;
    for (int i = 0; i < 3; ++i) {
        weft::lock_type arrived;
        arrived.acquire();
        weft::start_new_thread([&] {
            ++done;
            static_cast<void>(all.arrive());
            arrived.release();
        });
        arrived.acquire();
    }
    all.arrive_and_wait();
    CHECK(done == 3);
    support::wait_for_threads();
}

TEST_CASE("on one OS thread, to wait at a barrier that nobody else comes to throws deadlock") {
    if (weft::backend_name() != std::string("dummy"))
        return;
    barrier<> two(2);
    CHECK_THROWS_AS(two.arrive_and_wait(), weft::deadlock);
    two.arrive_and_wait();
}
