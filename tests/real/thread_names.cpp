// What a debugger shows a thread by.
#include <array>
#include <functional>
#include <pthread.h>
#include <string>

#include <doctest/doctest.h>

#include "../support.hpp"

namespace names {

std::string seen;

std::string own_name() {
    std::array<char, 16> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    return name.data();
}

/// The name of a thread that is started with a copy of `function`, which notes it.
template <class F>
std::string name_with(F function) {
    seen.clear();
    weft::start_new_thread(function);
    support::wait_for_threads();
    return seen;
}

struct note {
    void operator()() const { seen = own_name(); }
};
struct of_a_name_that_is_too_long : note {};
template <class T>
struct note_of : note {};

auto brief() {
    return [] { seen = own_name(); };
}

auto in_function() {
    return [] { seen = own_name(); };
}

auto in_function_of_a_long_name(int) {
    return [] { seen = own_name(); };
}

void plain() {
    seen = own_name();
}

static void of_this_file() {
    seen = own_name();
}

namespace {

void unnamed() {
    seen = own_name();
}

} // namespace

} // namespace names

TEST_CASE("a thread is shown by its function") {
    CHECK(names::name_with(names::note()) == "names::note");
    CHECK(names::name_with(names::note_of<std::string>()) == "names::note_of");
    CHECK(names::name_with(std::function<void()>(names::note())) == "std::function");
}

TEST_CASE("of a long name, the last components are shown that there is room for") {
    CHECK(names::name_with(names::of_a_name_that_is_too_long()) == "of_a_name_that_");
}

TEST_CASE("a lambda is shown by the function that it stands in") {
    // Clang's name for one has no function.
    const std::string with_function = names::name_with(names::brief());
    CHECK((with_function == "brief::lambda" || with_function == "names::lambda"));
    const std::string shown = names::name_with(names::in_function());
    CHECK((shown == "in_function" || shown == "names::lambda"));
    const std::string long_shown = names::name_with(names::in_function_of_a_long_name(1));
    CHECK((long_shown == "in_function_of_" || long_shown == "names::lambda"));
}

TEST_CASE("a plain function is shown by its name, exported or not") {
    CHECK(names::name_with(names::plain) == "names::plain");
    CHECK(names::name_with(names::of_this_file) == "of_this_file");
    CHECK(names::name_with(names::unnamed) == "unnamed");
}

TEST_CASE("main keeps its name") {
    const std::string before = names::own_name();
    support::run([] {});
    CHECK(names::own_name() == before);
}
