// interrupt_on_sigint, as far as POSIX's signals have more than those of C.
#include <csignal>

#include <signal.h>

#include <doctest/doctest.h>

#include "../support.hpp"

using weft::interrupt_on_sigint;

namespace {

void own_handler(int) {}

struct sigaction current_action() {
    struct sigaction action {};
    ::sigaction(SIGINT, nullptr, &action);
    return action;
}

/// While one lives, SIGINT has a handler of the test's own, with flags and a mask.
class own_action {
  public:
    own_action() {
        struct sigaction action {};
        action.sa_handler = own_handler;
        action.sa_flags = SA_NODEFER;
        sigemptyset(&action.sa_mask);
        sigaddset(&action.sa_mask, SIGUSR2);
        ::sigaction(SIGINT, &action, &previous_);
    }
    ~own_action() { ::sigaction(SIGINT, &previous_, nullptr); }
    own_action(const own_action&) = delete;
    own_action& operator=(const own_action&) = delete;

    /// Whether that is what SIGINT does now.
    [[nodiscard]] bool is_set() const {
        const auto now = current_action();
        return now.sa_handler == own_handler && (now.sa_flags & SA_NODEFER) != 0 &&
               (now.sa_flags & (SA_RESTART | SA_SIGINFO)) == 0 &&
               sigismember(&now.sa_mask, SIGUSR2) == 1 && sigismember(&now.sa_mask, SIGUSR1) == 0;
    }

  private:
    struct sigaction previous_ {};
};

} // namespace

TEST_CASE("SIGINT restarts system calls, until flags and mask of the handler before are restored") {
    const own_action own;
    CHECK(own.is_set());
    {
        const interrupt_on_sigint outer;
        CHECK_FALSE(own.is_set());
        CHECK((current_action().sa_flags & SA_RESTART) != 0);
        { const interrupt_on_sigint inner; }
        CHECK_FALSE(own.is_set());
        CHECK((current_action().sa_flags & SA_RESTART) != 0);
    }
    CHECK(own.is_set());
    support::run([] { const interrupt_on_sigint on_sigint; });
    CHECK(own.is_set());
}
