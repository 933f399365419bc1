// Interrupts of a main thread that waits for others meanwhile.
#include <doctest/doctest.h>

#include "../support.hpp"

using namespace std::chrono_literals;
using support::wait_for;
using weft::check_interrupt;
using weft::keyboard_interrupt;
using weft::lock_type;

namespace {

/// Has a thread interrupt main while main waits for a lock, by `acquire`; that must not throw.
template <class F>
void wait_interrupted(F acquire) {
    lock_type go;
    lock_type done;
    go.acquire();
    done.acquire();
    weft::start_new_thread([&] {
        go.acquire();
        weft::interrupt_main();
        done.release();
    });
    go.release();
    CHECK_NOTHROW(acquire(done));
    CHECK(done.locked());
    CHECK_NOTHROW(done.release());
    support::wait_for_threads();
}

void wait_interrupted() {
    wait_interrupted(wait_for);
}

} // namespace

TEST_CASE("it is not possible to interrupt acquire(): the interrupt comes after it") {
    wait_interrupted([](lock_type& lock) { lock.acquire(); });
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("it is not possible to interrupt a timed acquire: the interrupt comes after it") {
    wait_interrupted([](lock_type& lock) { CHECK(lock.try_lock_for(support::patience)); });
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
    wait_interrupted([](lock_type& lock) {
        CHECK(lock.try_lock_until(std::chrono::steady_clock::now() + support::patience));
    });
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
}

TEST_CASE("the next sleep_for throws what a thread requested, also where it would not wait") {
    wait_interrupted();
    CHECK_THROWS_AS(weft::this_thread::sleep_for(0s), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("the next start_new_thread throws what a thread requested, when it has started its own") {
    wait_interrupted();
    lock_type ended;
    ended.acquire();
    CHECK_THROWS_AS(weft::start_new_thread([&] { ended.release(); }), keyboard_interrupt);
    wait_for(ended);
    support::wait_for_threads();
    CHECK_NOTHROW(check_interrupt());
}

TEST_CASE("requests of several threads before the interrupt is thrown count as one") {
    lock_type go;
    go.acquire();
    for (int i = 0; i < 8; ++i) {
        weft::start_new_thread([&] {
            go.acquire();
            go.release();
            weft::interrupt_main();
        });
    }
    go.release();
    support::wait_for_threads();
    CHECK_THROWS_AS(check_interrupt(), keyboard_interrupt);
    CHECK_NOTHROW(check_interrupt());
}
