// condition_variable, where nobody can ever notify.
#include <doctest/doctest.h>

#include <weft/error.hpp>
#include <weft/std/condition_variable.hpp>

using weft::condition_variable;
using weft::mutex;
using weft::unique_lock;

TEST_CASE("a wait of main that nobody can end throws deadlock, with the mutex locked again") {
    mutex m;
    condition_variable condition;
    unique_lock<mutex> lock(m);
    CHECK_THROWS_AS(condition.wait(lock), weft::deadlock);
    CHECK(lock.owns_lock());
    CHECK_THROWS_AS(condition.wait(lock, [] { return false; }), weft::deadlock);
    CHECK(lock.owns_lock());
    lock.unlock();
    CHECK(m.try_lock());
    m.unlock();
}
