// Threads of the system, also those that weft did not start.
#include <atomic>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "foreign_thread.hpp"

using support::wait_for;
using support::wait_for_threads;
using weft::get_ident;
using weft::lock_type;
using weft::start_new_thread;

namespace {

/// Notes the identifier of the thread that it ends with.
struct note_at_end {
    static inline weft::ident_t noted = 0;
    static inline lock_type done;

    ~note_at_end() {
        noted = get_ident();
        done.release();
    }
};

/// Touched by a thread, destroyed at its end.
note_at_end& of_this_thread() {
    thread_local note_at_end object;
    return object;
}

} // namespace

TEST_CASE("the backend is one with threads of the system") {
    const std::string name = weft::backend_name();
    CHECK((name == "futex" || name == "pthread" || name == "win32"));
}

TEST_CASE("a thread that weft did not start has an identifier, too") {
    constexpr std::size_t threads = 8;
    std::vector<weft::ident_t> idents(threads);
    std::atomic<bool> same = true;
    lock_type gate;
    gate.acquire();
    std::vector<support::foreign_thread> foreign;
    for (auto& ident : idents) {
        foreign.emplace_back([&] {
            ident = get_ident();
            gate.acquire();
            gate.release();
            if (ident != get_ident())
                same = false;
        });
    }
    std::set<weft::ident_t> seen{0, get_ident()};
    seen.insert(support::run([] {}));
    CHECK(weft::count() == 0);
    gate.release();
    for (auto& thread : foreign)
        thread.join();
    seen.insert(idents.begin(), idents.end());
    CHECK(seen.size() == threads + 3);
    CHECK(same);
}

TEST_CASE("a thread that weft did not start uses locks, starts threads, and interrupts main") {
    lock_type lock;
    std::size_t counted = 0;
    CHECK(support::interrupts_of([&] {
              support::foreign_thread foreign([&] {
                  const support::release_at_end released(lock);
                  lock.acquire();
                  support::run([&] { counted = weft::count(); });
                  weft::check_interrupt();
                  weft::interrupt_main();
                  weft::check_interrupt();
              });
              foreign.join();
          }) == 1);
    CHECK(counted == 1);
    CHECK_FALSE(lock.locked());
}

TEST_CASE("in the destructor of a thread_local, get_ident() still is the thread's own") {
    note_at_end::done.acquire();
    const auto ident = start_new_thread([] { of_this_thread(); });
    wait_for(note_at_end::done);
    CHECK(note_at_end::noted == ident);

    weft::ident_t foreign_ident = 0;
    support::foreign_thread foreign([&] {
        foreign_ident = get_ident();
        of_this_thread();
    });
    foreign.join();
    wait_for(note_at_end::done);
    CHECK(note_at_end::noted == foreign_ident);

    support::foreign_thread asks_only_at_its_end([] { of_this_thread(); });
    asks_only_at_its_end.join();
    wait_for(note_at_end::done);
    CHECK(note_at_end::noted > 1);
    CHECK(note_at_end::noted != foreign_ident);
    note_at_end::done.release();
    wait_for_threads();
}

TEST_CASE("threads run at the same time") {
    constexpr int threads = 4;
    std::atomic<int> arrived = 0;
    lock_type all_arrived;
    all_arrived.acquire();
    for (int i = 0; i < threads; ++i) {
        start_new_thread([&] {
            if (++arrived == threads)
                all_arrived.release();
            while (arrived < threads)
                continue; // not even a yield
        });
    }
    wait_for(all_arrived);
    wait_for_threads();
    CHECK(arrived == threads);
}
