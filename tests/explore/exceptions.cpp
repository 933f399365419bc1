// What threads throw, handle and are unwound by, where others go on meanwhile.
#include <exception>

#include <doctest/doctest.h>

#include <weft/explore.hpp>
#include <weft/thread.hpp>

#include "threads.hpp"

using weft::explore;

namespace {

constexpr int nothing = -1;

/// An exception that tells whose it is, and is counted.
struct thrown {
    static inline int alive = 0;
    explicit thrown(int number) : whose(number) { ++alive; }
    thrown(const thrown& from) noexcept : whose(from.whose) { ++alive; }
    ~thrown() { --alive; }
    thrown& operator=(const thrown&) = delete;

    int whose;
};

/// Whose exception the running thread handles.
int handled() {
    if (std::current_exception() == nullptr)
        return nothing;
    try {
        throw;
    } catch (const thrown& now) {
        return now.whose;
    }
}

/// Others go on, after which the running thread has what it had.
void expect_own(int handling, int unwinding) {
    weft::this_thread::yield();
    if (handled() != handling)
        weft::fail("a thread handles another's exception, or none");
    if (std::uncaught_exceptions() != unwinding)
        weft::fail("a thread is unwound by another's exception, or by none");
}

/// Throws and handles exceptions inside one another, to that depth; by number `whose` and those
/// after it.
void throw_inside(int whose, int handling, int unwinding, int depth) {
    struct at_end {
        int whose, handling, unwinding, depth;
        ~at_end() {
            expect_own(handling, unwinding + 1);
            if (depth > 1)
                throw_inside(whose + 1, handling, unwinding + 1, depth - 2);
        }
    };
    if (depth == 0)
        return expect_own(handling, unwinding);
    try {
        const at_end waits{whose, handling, unwinding, depth};
        throw thrown(whose);
    } catch (const thrown& first) {
        expect_own(first.whose, unwinding);
        try {
            throw_inside(whose + 10, whose, unwinding, depth - 1);
            throw;
        } catch (const thrown& again) {
            if (&again != &first)
                weft::fail("another exception is thrown on");
            expect_own(whose, unwinding);
        }
    }
    expect_own(handling, unwinding);
}

void check(std::size_t runs, void (*body)()) {
    const auto some = explore({.runs = runs}, [=] {
        thrown::alive = 0;
        body();
        while (weft::count() != 0) // what they own is theirs to the end
            weft::this_thread::yield();
        if (thrown::alive != 0)
            weft::fail("an exception is left");
    });
    CHECK_MESSAGE(!some, some);
}

} // namespace

TEST_CASE("exceptions inside handlers and destructors are each thread's own in any schedule") {
    check(SANITIZED ? 500 : 3000, [] {
        threads all;
        for (const int first : {100, 200})
            all.start([=] { throw_inside(first, nothing, 0, 2); });
        throw_inside(300, nothing, 0, 2);
    });
}

TEST_CASE("the same in all schedules with one preemption, where each throws once") {
    const auto found = explore({.policy = weft::exhaustive(1), .runs = 1'000'000}, [] {
        threads all;
        for (const int first : {100, 200})
            all.start([=] { throw_inside(first, nothing, 0, 1); });
    });
    CHECK_MESSAGE(!found, found);
    CHECK(found.complete);
}

TEST_CASE("a thread that is started in a handler handles nothing, whenever it begins") {
    check(SANITIZED ? 500 : 3000, [] {
        threads all;
        try {
            throw thrown(1);
        } catch (const thrown&) {
            all.start([] { throw_inside(100, nothing, 0, 1); });
            all.start([] { expect_own(nothing, 0); });
            expect_own(1, 0);
        }
        expect_own(nothing, 0);
    });
}

TEST_CASE("an exception that several threads throw on is gone when the last has handled it") {
    check(SANITIZED ? 500 : 3000, [] {
        std::exception_ptr shared;
        try {
            throw thrown(1);
        } catch (const thrown&) {
            shared = std::current_exception();
        }
        threads all;
        for (int i = 0; i < 2; ++i) {
            all.start([own = shared] {
                try {
                    std::rethrow_exception(own);
                } catch (const thrown& now) {
                    expect_own(1, 0);
                    if (now.whose != 1)
                        weft::fail("another exception is thrown on");
                }
            });
        }
        shared = nullptr;
    });
}
