// weft::local, where threads take turns.
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include <weft/local.hpp>

#include "../support.hpp"

using support::wait_for;
using support::wait_for_threads;
using weft::local;
using weft::lock_type;

TEST_CASE("threads that take turns each find their own values") {
    constexpr int threads = 20;
    constexpr int turns = 50;
    static local<int> count;
    static local<std::string> text;
    lock_type turn;
    int wrong = 0;
    for (int i = 0; i < threads; ++i) {
        weft::start_new_thread(
            [&](int number) {
                for (int each = 0; each < turns; ++each) {
                    turn.acquire();
                    if (*count != number * each || text->size() != static_cast<std::size_t>(each))
                        ++wrong;
                    *count += number;
                    *text += 'x';
                    turn.release();
                    weft::this_thread::yield();
                }
            },
            std::tuple(i));
    }
    wait_for_threads();
    CHECK(wrong == 0);
    CHECK(count.find() == nullptr);
}

TEST_CASE("values of others stay when a variable is gone, until their threads end") {
    static int alive = 0;
    struct counted {
        counted() { ++alive; }
        ~counted() { --alive; }
        counted(const counted&) = delete;
        counted& operator=(const counted&) = delete;
    };
    lock_type made;
    lock_type may_end;
    made.acquire();
    may_end.acquire();
    auto variable = std::make_unique<local<counted>>();
    variable->get();
    weft::start_new_thread([&] {
        variable->get();
        made.release();
        may_end.acquire();
        // In its place there is another one by now, of which this thread has nothing.
        static local<int> other;
        CHECK(other.find() == nullptr);
        CHECK(*other == 0);
        *other = 1;
        CHECK(*other == 1);
    });
    wait_for(made);
    CHECK(alive == 2);
    variable.reset();
    CHECK(alive == 1);
    may_end.release();
    wait_for_threads();
    CHECK(alive == 0);
}

TEST_CASE("a destructor of a value may wait for another thread") {
    static lock_type gate;
    static bool waited = false;
    gate.acquire();
    struct waits {
        ~waits() {
            gate.acquire();
            waited = weft::count() == 1;
            gate.release();
        }
    };
    static local<waits> variable;
    weft::start_new_thread([] { variable.get(); });
    CHECK(weft::count() == 1);
    gate.release();
    wait_for_threads();
    CHECK(waited);
}

TEST_CASE("threads may make the first values of a variable at the same time") {
    for (int round = 0; round < 50; ++round) {
        const auto variable = std::make_unique<local<int>>();
        lock_type result;
        int sum = 0;
        for (int i = 1; i <= 8; ++i) {
            weft::start_new_thread(
                [&](int number) {
                    **variable += number;
                    weft::this_thread::yield();
                    const int own = **variable;
                    result.acquire();
                    sum += own;
                    result.release();
                },
                std::tuple(i));
        }
        wait_for_threads();
        CHECK(sum == 36);
    }
}
