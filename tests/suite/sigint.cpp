// interrupt_on_sigint, with what Ctrl-C is on the system.
#include <cerrno>
#include <optional>
#include <type_traits>

#include <doctest/doctest.h>

#include "../support.hpp"
#include "ctrl_c.hpp"

using support::ctrl_c;
using support::interrupts_of;
using support::interrupts_of_thread;
using support::own_ctrl_c;
using weft::check_interrupt;
using weft::interrupt_on_sigint;

static_assert(!std::is_copy_constructible_v<interrupt_on_sigint>);
static_assert(!std::is_copy_assignable_v<interrupt_on_sigint>);
static_assert(!std::is_move_constructible_v<interrupt_on_sigint>);

TEST_CASE("while an interrupt_on_sigint lives, SIGINT is interrupt_main()") {
    const own_ctrl_c own;
    const interrupt_on_sigint on_sigint;
    CHECK(ctrl_c());
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(ctrl_c());
    CHECK(ctrl_c());
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(own.calls() == 0);
}

TEST_CASE("SIGINT that another thread gets interrupts the main thread, too") {
    const interrupt_on_sigint on_sigint;
    bool went_on = false;
    CHECK(interrupts_of_thread([&] {
              ctrl_c();
              check_interrupt();
              went_on = true;
          }) == 1);
    CHECK(went_on);
}

TEST_CASE("the end of an interrupt_on_sigint restores the handler that was there before") {
    const own_ctrl_c own;
    CHECK(own.is_set());
    {
        const interrupt_on_sigint on_sigint;
        CHECK(ctrl_c());
        CHECK(own.calls() == 0);
        CHECK(interrupts_of(check_interrupt) == 1);
    }
    CHECK(own.is_set());
    CHECK(ctrl_c());
    CHECK(own.calls() == 1);
    CHECK(interrupts_of(check_interrupt) == 0);
}

TEST_CASE("the end of an interrupt_on_sigint restores that SIGINT was ignored") {
    const support::ignored_ctrl_c ignored;
    {
        const interrupt_on_sigint on_sigint;
        ctrl_c();
        CHECK(interrupts_of(check_interrupt) == 1);
    }
    CHECK(ignored.is_set());
}

TEST_CASE("while one of several interrupt_on_sigint lives, SIGINT is interrupt_main()") {
    const own_ctrl_c own;
    {
        const interrupt_on_sigint outer;
        {
            const interrupt_on_sigint inner;
            ctrl_c();
            CHECK(interrupts_of(check_interrupt) == 1);
        }
        ctrl_c();
        CHECK(own.calls() == 0);
        CHECK(interrupts_of(check_interrupt) == 1);
        { const interrupt_on_sigint second_inner; }
        ctrl_c();
        CHECK(interrupts_of(check_interrupt) == 1);
    }
    CHECK(own.is_set());
}

TEST_CASE("the last of several interrupt_on_sigint restores the handler, whichever that is") {
    const own_ctrl_c own;
    std::optional<interrupt_on_sigint> first;
    std::optional<interrupt_on_sigint> second;
    first.emplace();
    second.emplace();
    first.reset();
    ctrl_c();
    CHECK(interrupts_of(check_interrupt) == 1);
    first.emplace();
    second.reset();
    ctrl_c();
    CHECK(interrupts_of(check_interrupt) == 1);
    first.reset();
    CHECK(own.is_set());
    ctrl_c();
    CHECK(own.calls() == 1);
    CHECK(interrupts_of(check_interrupt) == 0);
}

TEST_CASE("any thread may make an interrupt_on_sigint") {
    const own_ctrl_c own;
    CHECK(interrupts_of_thread([] {
              const interrupt_on_sigint on_sigint;
              ctrl_c();
          }) == 1);
    CHECK(own.is_set());
}

TEST_CASE("the handler of SIGINT keeps errno") {
    const interrupt_on_sigint on_sigint;
    errno = EDOM;
    ctrl_c();
    const int after = errno;
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(after == EDOM);
}
