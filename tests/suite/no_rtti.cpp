// One file of the program is compiled without type information, and linked before all others.
#include <typeinfo>

#include <doctest/doctest.h>

#include "../no_rtti/thrower.hpp"
#include "../support.hpp"

TEST_CASE("what a file without type information makes is of its type") {
    const auto made_error = no_rtti::made_error();
    const std::runtime_error& error = *made_error;
    CHECK(typeid(error) == typeid(weft::error));
    CHECK(dynamic_cast<const weft::error*>(&error) != nullptr);
    CHECK(dynamic_cast<const weft::deadlock*>(&error) == nullptr);
    const auto made_deadlock = no_rtti::made_deadlock();
    const std::runtime_error& deadlock = *made_deadlock;
    CHECK(typeid(deadlock) == typeid(weft::deadlock));
    CHECK(dynamic_cast<const weft::error*>(&deadlock) != nullptr);
}

TEST_CASE("what a file without type information throws is caught as what it is") {
    CHECK_THROWS_AS(no_rtti::throw_error(), weft::error);
    CHECK_THROWS_AS(no_rtti::throw_deadlock(), weft::deadlock);
    CHECK_THROWS_AS(no_rtti::throw_deadlock(), weft::error);
    CHECK_THROWS_AS(no_rtti::throw_system_exit(), weft::system_exit);
    CHECK_THROWS_AS(no_rtti::throw_keyboard_interrupt(), weft::keyboard_interrupt);
    try {
        no_rtti::throw_deadlock();
    } catch (const std::exception& e) {
        CHECK(typeid(e) == typeid(weft::deadlock));
    }
}

TEST_CASE("what ends a thread that a file without type information starts is reported") {
    const std::string report = support::report_of_started(no_rtti::start_thread);
    CHECK(support::contains(report, "started by a function whose name is not known\n"));
    CHECK(support::contains(report, "weft::error: thrown\n"));
}
