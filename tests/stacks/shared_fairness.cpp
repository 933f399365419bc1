// Who waits for a shared mutex gets it, whatever those do who have it.
#include <algorithm>
#include <iterator>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "../support.hpp"

using namespace std::chrono_literals;
using support::wait_for_threads;
using weft::shared_mutex;
using weft::start_new_thread;
using weft::this_thread::yield;

namespace {

/// What one who wants it gets, where others want it, too: they wait while they have it, and want it
/// again at once.
template <class Guard>
void use_until(const bool& done, shared_mutex& mutex, int& times) {
    while (!done) {
        const Guard held(mutex);
        ++times;
        yield();
    }
}
using alone = weft::unique_lock<shared_mutex>;
using share = weft::shared_lock<shared_mutex>;

} // namespace

TEST_CASE("those who have it alone in turns do not starve who wants to share it") {
    shared_mutex mutex;
    bool done = false;
    int times[2] = {};
    for (int& each : times)
        start_new_thread([&] { use_until<alone>(done, mutex, each); });
    for (int i = 0; i < 100; ++i)
        share(mutex).unlock();
    done = true;
    wait_for_threads();
    CHECK(*std::max_element(std::begin(times), std::end(times)) < 1000);
}

TEST_CASE("those who share it by turns do not starve who wants it alone") {
    shared_mutex mutex;
    bool done = false;
    int times[3] = {};
    for (int& each : times)
        start_new_thread([&] { use_until<share>(done, mutex, each); });
    for (int i = 0; i < 100; ++i)
        alone(mutex).unlock();
    done = true;
    wait_for_threads();
    CHECK(*std::max_element(std::begin(times), std::end(times)) < 1000);
}

TEST_CASE("all kinds get it about as often as each other") {
    shared_mutex mutex;
    bool done = false;
    int times[4] = {};
    start_new_thread([&] { use_until<alone>(done, mutex, times[0]); });
    start_new_thread([&] { use_until<share>(done, mutex, times[1]); });
    start_new_thread([&] { use_until<alone>(done, mutex, times[2]); });
    start_new_thread([&] { use_until<share>(done, mutex, times[3]); });
    for (int i = 0; i < 10000; ++i)
        yield();
    done = true;
    wait_for_threads();
    const auto [least, most] = std::minmax_element(std::begin(times), std::end(times));
    CHECK(*least > 1000);
    CHECK(*most < 2 * *least);
}
