// How reports and timelines say what a thread waits for, whatever that is: here are words alone,
// without the objects that have them.
#include <cstdint>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>
#include <weft/thread.hpp>

#include "../support.hpp"
#include "backend.hpp"
#include "events.hpp"
#include "lock_word.hpp"
#include "misuse.hpp"
#include "weft/error.hpp"

using support::contains;
using support::wait_for_threads;
using weft::backend::purpose;

namespace {

/// What is waited for, and what it is waited for as.
struct awaited {
    std::uint32_t word = 0;
    purpose why = purpose::lock;

    void wait() const {
        const weft::told waiting(weft::event::waits, weft::event::stops_waiting, &word, why);
        for (const std::uint32_t seen = word; word == seen;)
            weft::backend::park(&word, seen, weft::forever, why);
    }

    void end_wait() {
        ++word;
        weft::backend::unpark_all(&word);
    }

    /// "mutex 0x..."
    [[nodiscard]] std::string named(const char* what) const { return weft::named(what, &word); }
};

awaited mains;
awaited workers;
weft::mutex mutexes[3];
weft::shared_mutex shared;
weft::once_flag once;

} // namespace

namespace suite {

void wait_for_workers() {
    workers.wait();
}

void hold_and_wait() {
    mains.word = weft::owner_word(weft::get_ident());
    workers.wait();
}

void share() {
    shared.lock_shared();
    mutexes[0].lock();
    mutexes[0].unlock();
    shared.unlock_shared();
}

void have_alone() {
    shared.lock();
    mutexes[0].lock();
    mutexes[0].unlock();
    shared.unlock();
}

void do_once() {
    weft::call_once(once, [] {
        mutexes[0].lock();
        mutexes[0].unlock();
    });
}

void lock_and_leave() {
    mutexes[2].lock();
}

void lock_both() {
    mutexes[1].lock();
    mutexes[0].lock();
    mutexes[0].unlock();
    mutexes[1].unlock();
}

} // namespace suite

namespace {

const std::string first_line = "deadlock: no thread can ever run again\n";

/// What main is told where it waits, without the first line, with a newline after the last.
template <class Wait>
std::string report_of(Wait wait) {
    try {
        wait();
    } catch (const weft::deadlock& thrown) {
        std::string what = thrown.what();
        if (!what.ends_with('\n'))
            what += '\n';
        CHECK(what.starts_with(first_line));
        return what.substr(first_line.size());
    }
    return "no deadlock";
}

std::string report_of_main() {
    return report_of([] { mains.wait(); });
}

std::string suite_thread(weft::ident_t thread, const char* function) {
    return "#" + std::to_string(thread) + " suite::" + function + "()";
}

} // namespace

TEST_CASE("what nobody holds is named, with what nobody can do any more") {
    mains.word = 2 << 2 | 1;
    using named = std::pair<purpose, std::string>;
    for (const auto& [why, name] : {
             named(purpose::condition,
                   mains.named("condition variable") + " that nobody can notify"),
             named(purpose::semaphore, mains.named("semaphore") + " that nobody can release"),
             named(purpose::latch, mains.named("latch") + " that nobody can count down"),
             named(purpose::barrier, mains.named("barrier") + " that nobody else can arrive at"),
             named(purpose::future, mains.named("future") + " whose promise nobody can keep"),
             named(purpose::callback,
                   "the end of " + mains.named("stop callback") + ", which another thread runs"),
             named(purpose::leaving, "others to leave " + mains.named("condition variable")),
             named(purpose::futex, mains.named("futex") + " that nobody can wake"),
             named(purpose::outside, "the system"),
         }) {
        mains.why = why;
        CHECK(report_of_main() == "  main waits for " + name + "\n");
    }
}

TEST_CASE("what one thread holds is named with that thread, and drawn by an arrow to it") {
    using named = std::pair<purpose, std::string>;
    for (const auto& [why, name] : {
             named(purpose::lock, mains.named("lock") + " held by "),
             named(purpose::mutex, mains.named("mutex") + " held by "),
             named(purpose::once, "the function of " + mains.named("once_flag") + ", run by "),
             named(purpose::initialiser, "the initialiser of a static object, run by "),
         }) {
        mains.why = why;
        workers.why = purpose::sleep;
        const auto thread =
            suite_thread(weft::start_new_thread(suite::hold_and_wait), "hold_and_wait");
        CHECK(report_of_main() == "  main -> " + name + thread +
                                      " -> the end of a sleep that has none\n  main waits for " +
                                      name + thread + "\n  " + thread +
                                      " waits for the end of a sleep that has none\n");
        workers.end_wait();
        wait_for_threads();
    }
}

TEST_CASE("a chain to what nobody holds is a sentence") {
    mains.why = purpose::end_of_thread;
    workers.why = purpose::condition;
    const auto thread = suite_thread(weft::start_new_thread(suite::hold_and_wait), "hold_and_wait");
    const std::string end = "main waits for the end of " + thread;
    const std::string notified =
        " waits for " + workers.named("condition variable") + " that nobody can notify\n";
    CHECK(report_of_main() ==
          "  " + end + ", which" + notified + "  " + end + "\n  " + thread + notified);
    workers.end_wait();
    wait_for_threads();
}

TEST_CASE("threads that wait for each other's ends are a cycle") {
    mains.why = purpose::end_of_thread;
    workers.why = purpose::end_of_thread;
    workers.word = weft::owner_word(weft::get_ident());
    const auto thread = suite_thread(weft::start_new_thread(suite::hold_and_wait), "hold_and_wait");
    const std::string end = "main waits for the end of " + thread;
    CHECK(report_of_main() == "  " + end + ", which waits for the end of main\n  " + end + "\n  " +
                                  thread + " waits for the end of main\n");
    workers.end_wait();
    wait_for_threads();
}

TEST_CASE("a thread that nobody in a chain waits for has a line of its own") {
    mains.why = purpose::latch;
    workers.why = purpose::semaphore;
    const auto thread =
        suite_thread(weft::start_new_thread(suite::wait_for_workers), "wait_for_workers");
    CHECK(report_of_main() == "  main waits for " + mains.named("latch") +
                                  " that nobody can count down\n  " + thread + " waits for " +
                                  workers.named("semaphore") + " that nobody can release\n");
    workers.end_wait();
    wait_for_threads();
}

namespace {

std::string mutex(int i, const std::string& holder) {
    return weft::named("mutex", &mutexes[i]) + " held by " + holder;
}

} // namespace

TEST_CASE("mutexes are drawn as locks are") {
    mutexes[0].lock();
    const auto both = suite_thread(weft::start_new_thread(suite::lock_both), "lock_both");
    CHECK(report_of([] { mutexes[1].lock(); }) ==
          "  main -> " + mutex(1, both) + " -> " + mutex(0, "main") + "\n  main waits for " +
              mutex(1, both) + "\n  " + both + " waits for " + mutex(0, "main") + "\n");
    mutexes[0].unlock();
    wait_for_threads();
    const auto left = suite_thread(weft::start_new_thread(suite::lock_and_leave), "lock_and_leave");
    CHECK(report_of([] { mutexes[2].lock(); }) == "  main -> " + mutex(2, left) +
                                                      ", which has ended\n  main waits for " +
                                                      mutex(2, left) + ", which has ended\n");
}

TEST_CASE("a shared mutex is held by a thread, or by as many as share it") {
    const std::string name = weft::named("shared mutex", &shared) + " held by ";
    mutexes[0].lock();
    const auto alone = suite_thread(weft::start_new_thread(suite::have_alone), "have_alone");
    const std::string held = " waits for " + mutex(0, "main") + "\n";
    for (const bool shares : {false, true}) {
        CHECK(report_of([&] { shares ? shared.lock_shared() : shared.lock(); }) ==
              "  main -> " + name + alone + " -> " + mutex(0, "main") + "\n  main waits for " +
                  name + alone + "\n  " + alone + held);
    }
    mutexes[0].unlock();
    wait_for_threads();

    mutexes[0].lock();
    weft::start_new_thread(suite::share);
    CHECK(contains(report_of([] { shared.lock(); }),
                   "  main -> " + name + "a thread that shares it\n"));
    weft::start_new_thread(suite::share);
    CHECK(contains(report_of([] { shared.lock(); }),
                   "  main -> " + name + "2 threads that share it\n"));
    // One that waits at the gate for who waits behind it.
    const auto next = suite_thread(weft::start_new_thread(suite::have_alone), "have_alone");
    const std::string report = report_of([] { shared.lock(); });
    CHECK(contains(report, "  main waits for " + name + "2 threads that share it\n"));
    CHECK(contains(report, "  " + next + " waits for " + name + "2 threads that share it"));
    mutexes[0].unlock();
    wait_for_threads();
}

TEST_CASE("what is done once is run by the thread that does it") {
    mutexes[0].lock();
    const auto thread = suite_thread(weft::start_new_thread(suite::do_once), "do_once");
    const std::string run = "the function of " + weft::named("once_flag", &once) + ", run by ";
    CHECK(contains(report_of(suite::do_once), "  main -> " + run + thread + " -> " +
                                                  mutex(0, "main") + "\n  main waits for " + run +
                                                  thread + "\n"));
    mutexes[0].unlock();
    wait_for_threads();
}

TEST_CASE("a failing run's report and timeline say it likewise") {
    const auto found = weft::explore({.runs = 1}, [] {
        mains = {.why = purpose::end_of_thread};
        workers = {.why = purpose::future};
        mutexes[1].lock();
        weft::start_new_thread(suite::hold_and_wait);
        mutexes[1].unlock();
        mains.wait();
    });
    CAPTURE(found.timeline());
    const std::string thread = "#2 suite::hold_and_wait()";
    CHECK(contains(found.report, "  main waits for the end of " + thread + ", which waits for " +
                                     workers.named("future") + " whose promise nobody can keep\n"));
    for (const std::string& does : {
             thread + "  waits for " + workers.named("future"),
             "acquires " + weft::named("mutex", &mutexes[1]),
             "releases " + weft::named("mutex", &mutexes[1]),
             "waits for the end of " + thread,
         })
        CHECK(contains(found.timeline(), does));
}
