// Which thread is which, how many there are, and on which backend.
#include <algorithm>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::run;
using weft::get_ident;

static_assert(std::is_same_v<weft::ident_t, std::uint64_t>);
static_assert(noexcept(weft::get_ident()));
static_assert(noexcept(weft::count()));
static_assert(noexcept(weft::backend_name()));

TEST_CASE("the main thread's identifier is 1") {
    CHECK(get_ident() == 1);
    run([] {});
    CHECK(get_ident() == 1);
}

TEST_CASE("start_new_thread returns what get_ident() says in the thread") {
    weft::ident_t inside = 0;
    const auto returned = run([&] { inside = get_ident(); });
    CHECK(returned != 0);
    CHECK(inside == returned);
}

TEST_CASE("a thread's identifier stays the same while it runs") {
    bool same = true;
    run([&] {
        const auto before = get_ident();
        run([] {});
        same = get_ident() == before;
    });
    CHECK(same);
}

TEST_CASE("a thread's identifier is not used again") {
    std::set<weft::ident_t> seen{get_ident()};
    constexpr std::size_t threads = 200;
    for (std::size_t i = 0; i < threads; ++i)
        seen.insert(weft::start_new_thread([] {}));
    support::wait_for_threads();
    CHECK(seen.size() == threads + 1);
    CHECK(seen.count(0) == 0);
}

TEST_CASE("a thread that starts another has an identifier of its own") {
    weft::ident_t inner = 0;
    const auto outer = run([&] { inner = run([] {}); });
    CHECK(inner != 0);
    CHECK(inner != outer);
    CHECK(inner != get_ident());
}

TEST_CASE("count() is the number of threads that have not ended yet") {
    CHECK(weft::count() == 0);
    std::size_t in_outer = 0;
    std::size_t in_inner = 0;
    std::size_t after_inner = 0;
    run([&] {
        in_outer = weft::count();
        run([&] { in_inner = weft::count(); });
        after_inner = weft::count();
    });
    CHECK(in_outer == 1);
    CHECK(in_inner == 2);
    CHECK(after_inner == 1);
    CHECK(weft::count() == 0);
}

TEST_CASE("the backend is futex, pthread, win32 or dummy") {
    const std::vector<std::string> names{"futex", "pthread", "win32", "dummy"};
    CHECK(std::count(names.begin(), names.end(), weft::backend_name()) == 1);
}
