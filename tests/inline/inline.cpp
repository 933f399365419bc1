// Threads whose functions run inside start_new_thread.
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include "../suite/clocks.hpp"
#include "../support.hpp"

using namespace std::chrono_literals;
using weft::get_ident;
using weft::start_new_thread;

namespace {

/// Starts itself as a thread in a thread, `depth` times, and notes the identifiers.
void nest(int depth, std::vector<weft::ident_t>& idents) {
    const auto own = get_ident();
    idents.push_back(own);
    CHECK(weft::count() == idents.size());
    if (depth > 1) {
        const auto inner = start_new_thread(nest, std::tuple(depth - 1, std::ref(idents)));
        CHECK(inner == idents[static_cast<std::size_t>(own - idents.front()) + 1]);
    }
    CHECK(get_ident() == own);
}

} // namespace

TEST_CASE("the backend is the dummy") {
    CHECK(std::string(weft::backend_name()) == "dummy");
}

TEST_CASE("the function has run when start_new_thread returns") {
    int ran = 0;
    for (int i = 1; i <= 3; ++i) {
        start_new_thread([&] { ++ran; });
        CHECK(ran == i);
        CHECK(weft::count() == 0);
    }
}

TEST_CASE("a thread in a thread runs at the place where it is started") {
    std::string order;
    start_new_thread([&] {
        order += "a";
        start_new_thread([&] { order += "b"; });
        order += "c";
        start_new_thread([&] { order += "d"; });
        order += "e";
    });
    CHECK(order == "abcde");
}

TEST_CASE("threads nest, and each has an identifier of its own") {
    constexpr std::size_t depth = 200;
    std::vector<weft::ident_t> idents;
    idents.reserve(depth);
    const auto first =
        start_new_thread(nest, std::tuple(static_cast<int>(depth), std::ref(idents)));
    CHECK(idents.size() == depth);
    CHECK(idents.front() == first);
    std::set<weft::ident_t> different(idents.begin(), idents.end());
    different.insert(get_ident());
    CHECK(different.size() == depth + 1);
    CHECK(get_ident() == 1);
    CHECK(weft::count() == 0);
}

TEST_CASE("a thread that sleeps makes the process sleep") {
    CHECK(support::time_of([] { start_new_thread([] { weft::this_thread::sleep_for(20ms); }); }) >=
          20ms);
}

TEST_CASE("stack_size(n) throws error for any n, and stack_size() returns 0") {
    for (const std::size_t size : {0U, 1U, 32767U, 32768U, 65536U, 1U << 30U}) {
        CAPTURE(size);
        CHECK_THROWS_AS(weft::stack_size(size), weft::error);
        CHECK(weft::stack_size() == 0);
    }
}
