// What is thrown, and handled by the program or not at all.
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::run;
using weft::lock_type;

TEST_CASE("count() goes back however a thread ends") {
    const support::excepthook_while hook(support::ignore_report);
    run([] { weft::exit(); });
    CHECK(weft::count() == 0);
    run([] { throw 1; });
    CHECK(weft::count() == 0);
}

TEST_CASE("the error that release() throws says what is wrong, and is no deadlock") {
    lock_type lock;
    try {
        lock.release();
    } catch (const weft::deadlock&) {
        FAIL("a deadlock");
    } catch (const weft::error& caught) {
        CHECK_FALSE(std::string(caught.what()).empty());
    }
}

TEST_CASE("release() by another thread of a lock that is not locked throws error there") {
    lock_type lock;
    bool thrown = false;
    run([&] {
        try {
            lock.release();
        } catch (const weft::error&) {
            thrown = true;
        }
    });
    CHECK(thrown);
    CHECK_FALSE(lock.locked());
}
