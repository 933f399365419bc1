// condition_variable: what is thrown.
#include <chrono>
#include <stdexcept>
#include <system_error>

#include <doctest/doctest.h>

#include <weft/std/condition_variable.hpp>

using weft::condition_variable;
using weft::condition_variable_any;
using weft::mutex;
using weft::unique_lock;
using namespace std::chrono_literals;

namespace {

struct not_unlocked {
    void lock() {}
    void unlock() { throw std::runtime_error("not unlocked"); }
};

} // namespace

TEST_CASE("a wait with a lock that owns no mutex throws, and nobody waits then") {
    mutex m;
    condition_variable condition;
    unique_lock<mutex> lock(m, weft::defer_lock);
    CHECK_THROWS_AS(condition.wait(lock), std::system_error);
    CHECK_THROWS_AS(condition.wait_for(lock, 1s), std::system_error);
    CHECK_THROWS_AS(weft::notify_all_at_thread_exit(condition, unique_lock<mutex>()),
                    std::system_error);
    CHECK(!lock.owns_lock());
    CHECK(m.try_lock());
    m.unlock();
}

TEST_CASE("what unlocking throws leaves the wait, and nobody waits then") {
    not_unlocked lockable;
    condition_variable_any condition;
    CHECK_THROWS_AS(condition.wait(lockable), std::runtime_error);
}

TEST_CASE("what the predicate throws leaves the wait, with the lock") {
    mutex m;
    condition_variable_any condition;
    unique_lock<mutex> lock(m);
    const auto throws = []() -> bool { throw std::runtime_error("no answer"); };
    CHECK_THROWS_AS(condition.wait(lock, throws), std::runtime_error);
    CHECK(lock.owns_lock());
    const weft::stop_source source;
    CHECK_THROWS_AS(condition.wait(lock, source.get_token(), throws), std::runtime_error);
    CHECK(lock.owns_lock());
}
