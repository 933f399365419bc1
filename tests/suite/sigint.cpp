// interrupt_on_sigint, with the signals of C.
#include <cerrno>
#include <csignal>
#include <type_traits>

#include <doctest/doctest.h>

#include "../support.hpp"

using support::interrupts_of;
using support::interrupts_of_thread;
using weft::check_interrupt;
using weft::interrupt_on_sigint;

static_assert(!std::is_copy_constructible_v<interrupt_on_sigint>);
static_assert(!std::is_copy_assignable_v<interrupt_on_sigint>);
static_assert(!std::is_move_constructible_v<interrupt_on_sigint>);

namespace {

volatile std::sig_atomic_t own_handler_ran = 0;

void own_handler(int) {
    own_handler_ran = own_handler_ran + 1;
}

using handler = void (*)(int);

handler current_handler() {
    const handler current = std::signal(SIGINT, SIG_DFL);
    std::signal(SIGINT, current);
    return current;
}

/// While one lives, SIGINT has a handler of the test's own.
class own_handler_while {
  public:
    own_handler_while() : previous_(std::signal(SIGINT, own_handler)) { own_handler_ran = 0; }
    ~own_handler_while() { std::signal(SIGINT, previous_); }
    own_handler_while(const own_handler_while&) = delete;
    own_handler_while& operator=(const own_handler_while&) = delete;

    /// Whether that is what SIGINT does now.
    [[nodiscard]] bool is_set() const { return current_handler() == own_handler; }

  private:
    handler previous_;
};

} // namespace

TEST_CASE("while an interrupt_on_sigint lives, SIGINT is interrupt_main()") {
    const own_handler_while own;
    const interrupt_on_sigint on_sigint;
    CHECK(std::raise(SIGINT) == 0);
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(std::raise(SIGINT) == 0);
    CHECK(std::raise(SIGINT) == 0);
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(own_handler_ran == 0);
}

TEST_CASE("SIGINT that another thread gets interrupts the main thread, too") {
    const interrupt_on_sigint on_sigint;
    bool went_on = false;
    CHECK(interrupts_of_thread([&] {
              std::raise(SIGINT);
              check_interrupt();
              went_on = true;
          }) == 1);
    CHECK(went_on);
}

TEST_CASE("the end of an interrupt_on_sigint restores the handler that was there before") {
    const own_handler_while own;
    CHECK(own.is_set());
    {
        const interrupt_on_sigint on_sigint;
        CHECK_FALSE(own.is_set());
    }
    CHECK(own.is_set());
    CHECK(std::raise(SIGINT) == 0);
    CHECK(own_handler_ran == 1);
    CHECK(interrupts_of(check_interrupt) == 0);
}

TEST_CASE("the end of an interrupt_on_sigint restores that SIGINT was ignored") {
    const own_handler_while own;
    std::signal(SIGINT, SIG_IGN);
    {
        const interrupt_on_sigint on_sigint;
        std::raise(SIGINT);
        CHECK(interrupts_of(check_interrupt) == 1);
    }
    CHECK((current_handler() == SIG_IGN));
}

TEST_CASE("several interrupt_on_sigint end in the reverse order of their beginning") {
    const own_handler_while own;
    {
        const interrupt_on_sigint outer;
        {
            const interrupt_on_sigint inner;
            std::raise(SIGINT);
            CHECK(interrupts_of(check_interrupt) == 1);
        }
        CHECK_FALSE(own.is_set());
        std::raise(SIGINT);
        CHECK(interrupts_of(check_interrupt) == 1);
        { const interrupt_on_sigint second_inner; }
        std::raise(SIGINT);
        CHECK(interrupts_of(check_interrupt) == 1);
    }
    CHECK(own.is_set());
}

TEST_CASE("any thread may make an interrupt_on_sigint") {
    const own_handler_while own;
    CHECK(interrupts_of_thread([] {
              const interrupt_on_sigint on_sigint;
              std::raise(SIGINT);
          }) == 1);
    CHECK(own.is_set());
}

TEST_CASE("the handler of SIGINT keeps errno") {
    const interrupt_on_sigint on_sigint;
    errno = EDOM;
    std::raise(SIGINT);
    const int after = errno;
    CHECK(interrupts_of(check_interrupt) == 1);
    CHECK(after == EDOM);
}
