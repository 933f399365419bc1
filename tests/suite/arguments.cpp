// start_new_thread: how its copies of the function and the arguments live and die.
#include <any>
#include <atomic>
#include <functional>
#include <memory>
#include <tuple>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "counted.hpp"

using suite::counted;
using support::wait_for_threads;
using weft::start_new_thread;

namespace {

struct callable : counted {
    void operator()() const {}
};

struct keywords {
    counted value = {};
};

void take_reference(const counted&) {}

/// What the thread with this identifier destroys.
struct destruction_noted {
    weft::ident_t* by;
    void operator()(const int* owned) const {
        *by = weft::get_ident();
        delete owned;
    }
};

using noted = std::unique_ptr<int, destruction_noted>;

noted noted_in(weft::ident_t& by) {
    return noted(new int(0), destruction_noted{&by});
}

} // namespace

TEST_CASE("what is given as an rvalue is moved and never copied") {
    counted::count_anew();
    start_new_thread(callable());
    start_new_thread([](counted) {}, std::tuple(counted()));
    start_new_thread([](counted&&, keywords) {}, std::tuple(counted()), keywords());
    wait_for_threads();
    CHECK(counted::copies == 0);
    CHECK(counted::moves > 0);
    CHECK(counted::alive == 0);
}

TEST_CASE("what is given as an lvalue is copied once and left as it was") {
    const callable function;
    const std::tuple<counted> args;
    const keywords kwargs;
    CHECK(counted::alive == 3);

    counted::count_anew();
    start_new_thread(function);
    wait_for_threads();
    CHECK(counted::copies == 1);

    counted::count_anew();
    start_new_thread(take_reference, args);
    wait_for_threads();
    CHECK(counted::copies == 1);

    counted::count_anew();
    start_new_thread([](const counted&, const keywords&) {}, args, kwargs);
    wait_for_threads();
    CHECK(counted::copies == 2);
    CHECK(counted::alive == 3);
}

TEST_CASE("std::ref copies nothing") {
    counted original;
    counted::count_anew();
    start_new_thread(take_reference, std::tuple(std::ref(original)));
    wait_for_threads();
    CHECK(counted::copies == 0);
    CHECK(counted::moves == 0);
}

TEST_CASE("the copies are destroyed when the function has returned") {
    start_new_thread([value = counted()](const counted&) {}, std::tuple(counted()));
    wait_for_threads();
    CHECK(counted::alive == 0);
}

TEST_CASE("the copies are destroyed by the thread, after the function has ended") {
    weft::ident_t argument_by = 0;
    weft::ident_t function_by = 0;
    weft::ident_t argument_before_end = 0;
    const auto ident = start_new_thread(
        [&, owned = noted_in(function_by)](const noted&) { argument_before_end = argument_by; },
        std::tuple(noted_in(argument_by)));
    wait_for_threads();
    CHECK(argument_before_end == 0);
    CHECK(argument_by == ident);
    CHECK(function_by == ident);
}

TEST_CASE("arguments that nobody takes are destroyed where the function is a null pointer") {
    CHECK_THROWS_AS(
        start_new_thread(static_cast<void (*)(counted)>(nullptr), std::tuple(counted())),
        std::invalid_argument);
    CHECK(counted::alive == 0);
}

TEST_CASE("an argument that can be made of anything is made of the element of the tuple") {
    std::any given = 42;
    std::any received;
    const auto receive = [&](std::any argument) { received = std::move(argument); };
    start_new_thread(receive, std::tie(given));
    wait_for_threads();
    CHECK(std::any_cast<int>(&received) != nullptr);
}
