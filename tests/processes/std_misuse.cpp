// What the standard leaves undefined of mutexes: it is said, and the program is aborted.
#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "said_at_end.hpp"

using support::contains;
using support::said_at_end;
using support::wait_for;
using weft::start_new_thread;

namespace {

weft::lock_type is_locked;
weft::lock_type never_released;

/// Has another thread do this, and go on after it for ever.
template <class F>
void leave_to_other(F function) {
    is_locked.acquire();
    never_released.acquire();
    start_new_thread([=] {
        function();
        is_locked.release();
        never_released.acquire();
    });
    wait_for(is_locked);
}

/// "weft: main unlocks mutex 0x..., which is not locked", and where.
void check_said(const std::string& said, const std::string& before, const std::string& after) {
    CAPTURE(said);
    const auto at = said.find(before + " ");
    CHECK(at != std::string::npos);
    CHECK(said.substr(std::min(said.find_first_of(",\n", at), said.size())).starts_with(after));
}

weft::mutex mutex;
weft::timed_mutex timed_mutex;
weft::recursive_mutex recursive_mutex;
weft::recursive_timed_mutex recursive_timed_mutex;
weft::shared_mutex shared_mutex;
weft::shared_timed_mutex shared_timed_mutex;

} // namespace

TEST_CASE("who unlocks a mutex that is not locked says so, and is aborted") {
    check_said(said_at_end([] { mutex.unlock(); }), "weft: main unlocks mutex",
               ", which is not locked\n");
    check_said(said_at_end([] { timed_mutex.unlock(); }), "weft: main unlocks mutex",
               ", which is not locked\n");
    check_said(said_at_end([] { recursive_mutex.unlock(); }), "weft: main unlocks recursive mutex",
               ", which is not locked\n");
    check_said(said_at_end([] {
                   recursive_timed_mutex.lock();
                   recursive_timed_mutex.lock();
                   recursive_timed_mutex.unlock();
                   recursive_timed_mutex.unlock();
                   recursive_timed_mutex.unlock();
               }),
               "weft: main unlocks recursive mutex", ", which is not locked\n");
}

TEST_CASE("who unlocks a mutex that another thread holds says which, and is aborted") {
    check_said(said_at_end([] {
                   leave_to_other([] { mutex.lock(); });
                   mutex.unlock();
               }),
               "weft: main unlocks mutex", ", which #2 holds\n");
    check_said(said_at_end([] {
                   recursive_mutex.lock();
                   leave_to_other([] { recursive_mutex.unlock(); });
               }),
               " unlocks recursive mutex", ", which main holds\n");
}

TEST_CASE("who gives back a shared mutex otherwise than it has it says so, and is aborted") {
    check_said(said_at_end([] { shared_mutex.unlock(); }), "weft: main unlocks shared mutex",
               ", which is not locked\n");
    check_said(said_at_end([] { shared_mutex.unlock_shared(); }),
               "weft: main unlocks its share of shared mutex", ", which is not locked\n");
    check_said(said_at_end([] {
                   shared_timed_mutex.lock_shared();
                   shared_timed_mutex.unlock();
               }),
               "weft: main unlocks shared mutex", ", which is shared\n");
    check_said(said_at_end([] {
                   shared_timed_mutex.lock();
                   shared_timed_mutex.unlock_shared();
               }),
               "weft: main unlocks its share of shared mutex", ", which main has alone\n");
    check_said(said_at_end([] {
                   leave_to_other([] { shared_mutex.lock(); });
                   shared_mutex.unlock();
               }),
               "weft: main unlocks shared mutex", ", which #2 has alone\n");
}
