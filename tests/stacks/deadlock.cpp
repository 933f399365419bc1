// When no thread can ever run again, where each has a stack of its own on one OS thread.
#include <cstdio>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../dummy/takers.hpp"
#include "../support.hpp"
#include "captured_stderr.hpp"

using namespace std::chrono_literals;
using support::contains;
using support::wait_for_threads;
using weft::lock_type;
using weft::start_new_thread;
using weft::this_thread::yield;

static_assert(std::is_base_of_v<weft::error, weft::deadlock>);

namespace suite {

void waiter(lock_type& lock) {
    lock.acquire();
    lock.release();
}

/// Releases what it holds only where main, to end a cycle, has not done so already.
void holder(lock_type& held, lock_type& waited_for) {
    held.acquire();
    waiter(waited_for);
    if (held.locked())
        held.release();
}

/// The same by another name.
void other_holder(lock_type& held, lock_type& waited_for) {
    holder(held, waited_for);
}

/// Waits between, so that others can take the second one first.
void late_holder(lock_type& held, lock_type& waited_for) {
    held.acquire();
    yield();
    waiter(waited_for);
    if (held.locked())
        held.release();
}

/// As in docs/one-os-thread.md: all that it needs is where its number tells.
lock_type* worker_locks = nullptr;

void worker(int number) {
    const std::lock_guard guard(worker_locks[number]);
    yield();
    waiter(worker_locks[number + 1]);
}

void reader() {
    yield();
    waiter(worker_locks[2]);
}

void writer() {
    worker_locks[2].acquire();
}

} // namespace suite

namespace {

/// A thread as a report names it.
using started = std::pair<weft::ident_t, const char*>;

std::string named(started thread) {
    return '#' + std::to_string(thread.first) + " suite::" + thread.second;
}

constexpr const char* waiter = "waiter(weft::lock_type&)";
constexpr const char* holder = "holder(weft::lock_type&, weft::lock_type&)";
constexpr const char* other_holder = "other_holder(weft::lock_type&, weft::lock_type&)";
constexpr const char* late_holder = "late_holder(weft::lock_type&, weft::lock_type&)";

template <class... Locks>
weft::ident_t start(void (*function)(Locks...), Locks... locks) {
    return start_new_thread(function, std::tuple(std::ref(locks)...));
}

std::string held(const lock_type& lock, const std::string& by) {
    char text[80];
    std::snprintf(text, sizeof text, "lock %p held by ", static_cast<const void*>(&lock));
    return text + by;
}

const std::string first_line = "deadlock: no thread can ever run again\n";
const std::string ended = ", which has ended";

/// What the deadlock says that main's acquire of `lock` throws, with its last newline.
std::string deadlock_of(lock_type& lock) {
    try {
        lock.acquire();
    } catch (const weft::deadlock& thrown) {
        const std::string what = thrown.what();
        return what.ends_with('\n') ? what : what + '\n';
    }
    lock.release();
    return "no deadlock\n";
}

/// Whether main's acquire of `lock` throws deadlock. Does not keep it where it does not.
bool is_deadlock(lock_type& lock) {
    return deadlock_of(lock) != "no deadlock\n";
}

} // namespace

TEST_CASE("the report of a thread that waits for what it holds itself") {
    lock_type lock;
    lock.acquire();
    CHECK(deadlock_of(lock) == first_line + "  main -> " + held(lock, "main itself") +
                                   "\n  main waits for " + held(lock, "main itself") + "\n");
}

TEST_CASE("the report of a cycle: main's chain in one line, then a line for every thread") {
    lock_type mains;
    lock_type threads;
    mains.acquire();
    const started thread{start<lock_type&, lock_type&>(suite::holder, threads, mains), holder};
    CHECK(deadlock_of(threads) == first_line + "  main -> " + held(threads, named(thread)) +
                                      " -> " + held(mains, "main") + "\n  main waits for " +
                                      held(threads, named(thread)) + "\n  " + named(thread) +
                                      " waits for " + held(mains, "main") + "\n");
    mains.release();
    wait_for_threads();
    CHECK_FALSE(threads.locked());
}

TEST_CASE(
    "the report of the documentation: a cycle, and a thread that waits for one which has ended") {
    lock_type locks[3];
    suite::worker_locks = locks;
    locks[1].acquire();
    const started worker{start_new_thread(suite::worker, std::tuple(0)), "worker(int)"};
    const started reader{start_new_thread(suite::reader), "reader()"};
    const started writer{start_new_thread(suite::writer), "writer()"};
    CHECK(deadlock_of(locks[0]) ==
          first_line + "  main -> " + held(locks[0], named(worker)) + " -> " +
              held(locks[1], "main") + "\n  main waits for " + held(locks[0], named(worker)) +
              "\n  " + named(worker) + " waits for " + held(locks[1], "main") + "\n  " +
              named(reader) + " waits for " + held(locks[2], named(writer)) + ended + "\n");
    locks[1].release();
    locks[2].release();
    wait_for_threads();
}

TEST_CASE("main's chain is drawn to its end, through threads that hold and wait") {
    lock_type first;
    lock_type second;
    lock_type third;
    const auto ending = start<lock_type&>(suite::taker, third);
    const started taker{ending, "taker(weft::lock_type&)"};
    const started outer{start<lock_type&, lock_type&>(suite::holder, second, third), holder};
    const started inner{start<lock_type&, lock_type&>(suite::other_holder, first, second),
                        other_holder};
    CHECK(deadlock_of(first) ==
          first_line + "  main -> " + held(first, named(inner)) + " -> " +
              held(second, named(outer)) + " -> " + held(third, named(taker)) + ended +
              "\n  main waits for " + held(first, named(inner)) + "\n  " + named(outer) +
              " waits for " + held(third, named(taker)) + ended + "\n  " + named(inner) +
              " waits for " + held(second, named(outer)) + "\n");
    third.release();
    wait_for_threads();
}

TEST_CASE("main's chain ends where a thread other than main comes again") {
    lock_type first;
    lock_type second;
    const started one{start<lock_type&, lock_type&>(suite::late_holder, first, second),
                      late_holder};
    const started two{start<lock_type&, lock_type&>(suite::holder, second, first), holder};
    const auto waits = "\n  main waits for " + held(first, named(one)) + "\n  " + named(one) +
                       " waits for " + held(second, named(two)) + "\n  " + named(two) +
                       " waits for " + held(first, named(one)) + "\n";
    CHECK(deadlock_of(first) == first_line + "  main -> " + held(first, named(one)) + " -> " +
                                    held(second, named(two)) + " -> " + held(first, named(one)) +
                                    waits);
    first.release();
    wait_for_threads();
}

TEST_CASE("main's chain ends in a thread that waits for what it holds itself") {
    lock_type lock;
    const started thread{start<lock_type&, lock_type&>(suite::holder, lock, lock), holder};
    CHECK(deadlock_of(lock) == first_line + "  main -> " + held(lock, named(thread)) + " -> " +
                                   held(lock, named(thread) + " itself") + "\n  main waits for " +
                                   held(lock, named(thread)) + "\n  " + named(thread) +
                                   " waits for " + held(lock, named(thread) + " itself") + "\n");
    lock.release();
    wait_for_threads();
}

TEST_CASE("a cycle that main is not part of is drawn, too, whichever of it comes first") {
    lock_type mains;
    lock_type first;
    lock_type second;
    lock_type alone;
    mains.acquire();
    const started one{start<lock_type&, lock_type&>(suite::late_holder, first, second),
                      late_holder};
    const started two{start<lock_type&, lock_type&>(suite::holder, second, first), holder};
    const started self{start<lock_type&, lock_type&>(suite::other_holder, alone, alone),
                       other_holder};
    const started beside{start<lock_type&>(suite::waiter, first), waiter};
    const auto what = deadlock_of(mains);
    CAPTURE(what);
    const auto chain = "  main -> " + held(mains, "main itself") + "\n";
    CHECK(what.starts_with(first_line + chain));
    const auto waits = "  main waits for " + held(mains, "main itself") + "\n  " + named(one) +
                       " waits for " + held(second, named(two)) + "\n  " + named(two) +
                       " waits for " + held(first, named(one)) + "\n  " + named(self) +
                       " waits for " + held(alone, named(self) + " itself") + "\n  " +
                       named(beside) + " waits for " + held(first, named(one)) + "\n";
    CHECK(what.ends_with(waits));
    const auto from_one = "  " + named(one) + " -> " + held(second, named(two)) + " -> " +
                          held(first, named(one)) + "\n";
    const auto from_two = "  " + named(two) + " -> " + held(first, named(one)) + " -> " +
                          held(second, named(two)) + "\n";
    CHECK((contains(what, from_one) != contains(what, from_two)));
    const auto from_self =
        "  " + named(self) + " -> " + held(alone, named(self) + " itself") + "\n";
    CHECK(contains(what, from_self));
    // No line besides: each cycle is drawn once.
    CHECK(what.size() ==
          first_line.size() + chain.size() + from_one.size() + from_self.size() + waits.size());
    for (auto* lock : {&mains, &first, &alone})
        lock->release();
    wait_for_threads();
}

TEST_CASE(
    "a cycle is drawn from one of its own threads, also where one that waits for it is older") {
    lock_type mains;
    lock_type first;
    lock_type second;
    mains.acquire();
    start_new_thread([&] {
        yield();
        suite::waiter(first);
    });
    const started one{start<lock_type&, lock_type&>(suite::late_holder, first, second),
                      late_holder};
    const started two{start<lock_type&, lock_type&>(suite::holder, second, first), holder};
    const auto what = deadlock_of(mains);
    CAPTURE(what);
    CHECK((contains(what, "\n  " + named(one) + " -> " + held(second, named(two)) + " -> " +
                              held(first, named(one)) + "\n") ||
           contains(what, "\n  " + named(two) + " -> " + held(first, named(one)) + " -> " +
                              held(second, named(two)) + "\n")));
    CHECK_FALSE(contains(what, "lambda()#1} ->"));
    mains.release();
    first.release();
    wait_for_threads();
}

TEST_CASE("a thread that waits for one in a drawn cycle is no cycle") {
    lock_type mains;
    lock_type threads;
    mains.acquire();
    const started thread{start<lock_type&, lock_type&>(suite::holder, threads, mains), holder};
    const started one{start<lock_type&>(suite::waiter, threads), waiter};
    const started two{start<lock_type&>(suite::waiter, mains), waiter};
    CHECK(deadlock_of(threads) == first_line + "  main -> " + held(threads, named(thread)) +
                                      " -> " + held(mains, "main") + "\n  main waits for " +
                                      held(threads, named(thread)) + "\n  " + named(thread) +
                                      " waits for " + held(mains, "main") + "\n  " + named(one) +
                                      " waits for " + held(threads, named(thread)) + "\n  " +
                                      named(two) + " waits for " + held(mains, "main") + "\n");
    mains.release();
    wait_for_threads();
}

TEST_CASE("a lock is held by whoever acquired it last, by whichever kind of acquire") {
    using named_function = std::pair<void (*)(lock_type&), const char*>;
    lock_type lock;
    for (const auto& [take, name] :
         {named_function(suite::taker, "taker(weft::lock_type&)"),
          named_function(suite::trying_taker, "trying_taker(weft::lock_type&)"),
          named_function(suite::timed_taker, "timed_taker(weft::lock_type&)")}) {
        const started taking{start<lock_type&>(take, lock), name};
        start_new_thread([] {});
        CHECK(deadlock_of(lock) == first_line + "  main -> " + held(lock, named(taking)) + ended +
                                       "\n  main waits for " + held(lock, named(taking)) + ended +
                                       "\n");
        lock.release();
    }
    // One that waited for it.
    lock.acquire();
    const started woken{start<lock_type&>(suite::taker, lock), "taker(weft::lock_type&)"};
    lock.release();
    yield();
    CHECK(contains(deadlock_of(lock), held(lock, named(woken)) + ended));
    // And main, after it; whoever releases it.
    lock.release();
    lock.acquire();
    CHECK(contains(deadlock_of(lock), held(lock, "main itself")));
    start_new_thread([&] { lock.release(); });
    CHECK(lock.acquire(false));
    CHECK(contains(deadlock_of(lock), held(lock, "main itself")));
}

TEST_CASE("main can catch a deadlock, release what is waited for, and all goes on") {
    std::string steps;
    lock_type first;
    lock_type second;
    first.acquire();
    second.acquire();
    for (const char name : {'a', 'b'}) {
        start_new_thread([&, name] {
            (name == 'a' ? first : second).acquire();
            steps += name;
        });
    }
    CHECK(is_deadlock(first));
    CHECK(weft::count() == 2);
    CHECK(steps.empty());
    second.release();
    yield();
    CHECK(steps == "b");
    start_new_thread([&] { steps += 'c'; });
    CHECK(is_deadlock(second));
    first.release();
    wait_for_threads();
    CHECK(steps == "bca");
}

TEST_CASE("where main waits again, a deadlock is thrown again, with the same report") {
    lock_type mains;
    lock_type threads;
    mains.acquire();
    start<lock_type&, lock_type&>(suite::holder, threads, mains);
    const auto what = deadlock_of(threads);
    CHECK(what != "no deadlock\n");
    for (int i = 0; i < 3; ++i)
        CHECK(deadlock_of(threads) == what);
    CHECK(weft::count() == 1);
    mains.release();
    wait_for_threads();
}

TEST_CASE("a deadlock is found when the last thread that could run ends, in whichever way") {
    const support::excepthook_while hook(support::ignore_report);
    for (const int way : {0, 1, 2}) {
        CAPTURE(way);
        lock_type lock;
        lock.acquire();
        bool ran = false;
        start_new_thread([&] {
            yield();
            ran = true;
            if (way == 1)
                throw 1;
            if (way == 2)
                weft::exit();
        });
        CHECK_FALSE(ran);
        CHECK(is_deadlock(lock));
        CHECK(ran);
        CHECK(weft::count() == 0);
    }
}

TEST_CASE("a deadlock is found when the last thread that could run waits, while main does") {
    lock_type mains;
    lock_type threads;
    lock_type seen_free;
    mains.acquire();
    threads.acquire();
    const started thread{start<lock_type&, lock_type&>(suite::late_holder, seen_free, mains),
                         late_holder};
    CHECK(deadlock_of(threads) == first_line + "  main -> " + held(threads, "main itself") +
                                      "\n  main waits for " + held(threads, "main itself") +
                                      "\n  " + named(thread) + " waits for " + held(mains, "main") +
                                      "\n");
    mains.release();
    wait_for_threads();
}

TEST_CASE("a deadlock is found when the last sleeper has ended, or waits; not before") {
    for (const bool waits : {false, true}) {
        lock_type lock;
        lock.acquire();
        bool slept = false;
        start_new_thread([&] {
            weft::this_thread::sleep_for(5ms);
            slept = true;
            if (waits)
                suite::waiter(lock);
        });
        CHECK(is_deadlock(lock));
        CHECK(slept);
        lock.release();
        wait_for_threads();
    }
}

TEST_CASE("who sleeps or waits for a time only can run again, so there is no deadlock") {
    lock_type never_released;
    never_released.acquire();
    for (const bool sleeps : {false, true}) {
        lock_type lock;
        lock.acquire();
        start_new_thread([&] {
            if (sleeps)
                weft::this_thread::sleep_for(5ms);
            else
                static_cast<void>(never_released.try_lock_for(5ms));
            lock.release();
        });
        CHECK_NOTHROW(lock.acquire());
        wait_for_threads();
    }
}

TEST_CASE("a main thread that waits for a time only, sleeps or yields gets no deadlock") {
    lock_type lock;
    lock.acquire();
    start<lock_type&>(suite::waiter, lock);
    start_new_thread([&] {
        yield();
        suite::waiter(lock);
    });
    CHECK_NOTHROW(yield());
    CHECK_FALSE(lock.try_lock_for(2ms));
    CHECK_FALSE(lock.try_lock_until(std::chrono::steady_clock::now() + 2ms));
    CHECK_NOTHROW(weft::this_thread::sleep_for(2ms));
    CHECK_FALSE(lock.try_lock());
    CHECK(weft::count() == 2);
    lock.release();
    wait_for_threads();
}

TEST_CASE("threads that deadlock among themselves are not reported while main can go on") {
    const support::captured_stderr captured;
    lock_type first;
    lock_type second;
    lock_type alone;
    start<lock_type&, lock_type&>(suite::late_holder, first, second);
    start<lock_type&, lock_type&>(suite::holder, second, first);
    start<lock_type&>(suite::taker, alone);
    bool thrown_in_thread = false;
    start_new_thread([&] {
        try {
            suite::waiter(alone);
        } catch (const weft::deadlock&) {
            thrown_in_thread = true;
        }
    });
    CHECK_NOTHROW(yield());
    CHECK_NOTHROW(start_new_thread([] {}));
    lock_type free;
    CHECK_NOTHROW(free.acquire());
    // Also not by those who can: main is still to run.
    start_new_thread([&] {
        yield();
        free.release();
    });
    CHECK_NOTHROW(free.acquire());
    CHECK(weft::count() == 3);
    CHECK(captured.text().empty());
    alone.release();
    first.release();
    wait_for_threads();
    CHECK_FALSE(thrown_in_thread);
}

TEST_CASE("after a deadlock main waits no more: the next release goes to those who do") {
    std::string steps;
    lock_type lock;
    lock_type other;
    lock.acquire();
    other.acquire();
    start_new_thread([&] {
        steps += 'a';
        yield();
        lock.acquire();
        steps += 'b';
        other.release();
        yield();
        steps += 'd';
        lock.release();
    });
    // Main waits before the thread does.
    CHECK(is_deadlock(lock));
    CHECK(steps == "a");
    lock.release();
    other.acquire();
    steps += 'c';
    wait_for_threads();
    CHECK(steps == "abcd");
    CHECK_FALSE(lock.locked());
}

TEST_CASE("a deadlock leaves the others' waits in their order, timed ones to come included") {
    std::string steps;
    lock_type lock;
    lock.acquire();
    for (const char name : {'a', 'b', 'c'}) {
        start_new_thread([&, name] {
            lock.acquire();
            steps += name;
            lock.release();
        });
    }
    CHECK(is_deadlock(lock));
    CHECK(is_deadlock(lock));
    start_new_thread([&] { steps += lock.try_lock_for(support::patience) ? 'd' : '?'; });
    lock.release();
    wait_for_threads();
    CHECK(steps == "abcd");
}

TEST_CASE("a deadlock that is thrown in a handler leaves what that handles, and others handle") {
    lock_type lock;
    lock.acquire();
    bool kept = false;
    start_new_thread([&] {
        try {
            throw 2;
        } catch (int) {
            lock.acquire();
            try {
                throw;
            } catch (int number) {
                kept = number == 2;
            }
        }
    });
    bool deadlocked = false;
    int again = 0;
    try {
        throw 1;
    } catch (int) {
        deadlocked = is_deadlock(lock) && std::uncaught_exceptions() == 0;
        try {
            throw;
        } catch (int number) {
            again = number;
        }
    }
    lock.release();
    wait_for_threads();
    CHECK(deadlocked);
    CHECK(again == 1);
    CHECK(kept);
    CHECK(std::current_exception() == nullptr);
}

TEST_CASE("a report has a line for each of many threads, in the order of their start") {
    constexpr std::size_t threads = 200;
    lock_type lock;
    lock.acquire();
    std::string expected = first_line + "  main -> " + held(lock, "main itself") +
                           "\n  main waits for " + held(lock, "main itself") + "\n";
    for (std::size_t i = 0; i < threads; ++i) {
        // Those that have ended are not in it.
        start_new_thread([] {});
        const started thread{start<lock_type&>(suite::waiter, lock), waiter};
        expected += "  " + named(thread) + " waits for " + held(lock, "main") + "\n";
    }
    CHECK(deadlock_of(lock) == expected);
    lock.release();
    wait_for_threads();
}

TEST_CASE("a report says that main sleeps without an end") {
    std::string what;
    try {
        weft::this_thread::sleep_for(std::chrono::hours::max());
    } catch (const weft::deadlock& thrown) {
        what = thrown.what();
    }
    CHECK(what == first_line + "  main -> the end of a sleep that has none\n"
                               "  main waits for the end of a sleep that has none");
}
