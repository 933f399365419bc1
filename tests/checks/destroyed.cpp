// With -Dchecks=true: who destroys what must not be destroyed says so, and is aborted.
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include <weft/std/mutex.hpp>
#include <weft/std/shared_mutex.hpp>

#include "../processes/said_at_end.hpp"

using support::said_at_end;

namespace {

template <class Mutex>
void destroy_held() {
    const auto mutex = std::make_unique<Mutex>();
    mutex->lock();
}

template <class Mutex>
void destroy_shared() {
    const auto mutex = std::make_unique<Mutex>();
    mutex->lock_shared();
}

template <class Mutex>
void destroy_free() {
    {
        Mutex mutex;
        mutex.lock();
        mutex.unlock();
    }
    std::abort();
}

} // namespace

TEST_CASE("who destroys a mutex that is held says so, and is aborted") {
    const auto check = [](const std::string& said, const std::string& what) {
        CAPTURE(said);
        CHECK(said.starts_with("weft: main destroys " + what + " "));
        CHECK(support::contains(said, ", which is held\n"));
    };
    check(said_at_end(destroy_held<weft::mutex>), "mutex");
    check(said_at_end(destroy_held<weft::timed_mutex>), "mutex");
    check(said_at_end(destroy_held<weft::recursive_mutex>), "recursive mutex");
    check(said_at_end(destroy_held<weft::recursive_timed_mutex>), "recursive mutex");
    check(said_at_end(destroy_held<weft::shared_mutex>), "shared mutex");
    check(said_at_end(destroy_shared<weft::shared_timed_mutex>), "shared mutex");
}

TEST_CASE("who destroys a mutex that nobody has says nothing") {
    CHECK_FALSE(support::contains(said_at_end(destroy_free<weft::mutex>), "weft:"));
    CHECK_FALSE(support::contains(said_at_end(destroy_free<weft::recursive_timed_mutex>), "weft:"));
    CHECK_FALSE(support::contains(said_at_end(destroy_free<weft::shared_mutex>), "weft:"));
}
