// Signals by the functions of X/Open and of BSD, which have a new name each: sigaction, sigprocmask
// and sigsuspend. The C library's headers warn of most.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

#include <doctest/doctest.h>

#include "eventually.hpp"
#include "going_on.hpp"
#include "signal_sets.hpp"
#include "started.hpp"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

using suite::eventually;
using suite::going_on;
using suite::is_blocked;
using suite::is_pending;
using suite::set_of;

// No header has these any more.
extern "C" {
sighandler_t bsd_signal(int number, sighandler_t wanted);
int sigpause_by_mask(int mask) __asm__("sigpause"); // the header's is X/Open's
}

namespace {

std::atomic<int> handled{0};
std::atomic<pthread_t> handled_by{};

void note(int) {
    handled_by = pthread_self();
    ++handled;
}

constexpr int tested = SIGUSR1;
constexpr int other = SIGUSR2;
constexpr int no_signal = 1000;

int mask_of(int number) {
    return 1 << (number - 1);
}

/// The action and the mask of the tested signals are as before when it is destroyed.
class restored {
  public:
    restored() {
        REQUIRE(sigaction(tested, nullptr, &action_) == 0);
        REQUIRE(pthread_sigmask(SIG_BLOCK, nullptr, &mask_) == 0);
        handled = 0;
        handled_by = pthread_t{};
    }
    ~restored() {
        CHECK(siginterrupt(tested, 0) == 0);
        CHECK(sigaction(tested, &action_, nullptr) == 0);
        CHECK(pthread_sigmask(SIG_SETMASK, &mask_, nullptr) == 0);
    }
    restored(const restored&) = delete;
    restored& operator=(const restored&) = delete;

  private:
    struct sigaction action_ {};
    sigset_t mask_{};
};

struct sigaction action_now() {
    struct sigaction action {};
    CHECK(sigaction(tested, nullptr, &action) == 0);
    return action;
}

/// Looked for, as the linker warns of who refers to it.
int mask_as_bits() {
    void* const found = dlsym(RTLD_DEFAULT, "siggetmask");
    REQUIRE(found != nullptr);
    return reinterpret_cast<int (*)()>(found)();
}

/// Whether a call, which returned this, was refused as POSIX says.
bool is_invalid(int result) {
    return result == -1 && errno == EINVAL;
}
bool is_invalid(sighandler_t before) {
    return before == SIG_ERR && errno == EINVAL;
}

/// Signals a thread until `waits`, which is to be ended by that, is over.
template <class Waits>
void ends_by_a_signal(Waits waits) {
    going_on one(waits);
    CHECK(eventually([&] {
        CHECK(pthread_kill(one.thread.id, tested) == 0);
        return one.went_on.load();
    }));
    CHECK(pthread_equal(handled_by, one.thread.id) != 0);
}

} // namespace

TEST_CASE("sigprocmask adds, takes away and sets, tells what was before, and refuses the rest") {
    const restored at_end;
    const sigset_t one = set_of({tested});
    const sigset_t two = set_of({other});
    sigset_t before;
    CHECK(sigprocmask(SIG_SETMASK, &one, nullptr) == 0);
    CHECK(sigprocmask(SIG_BLOCK, &two, &before) == 0);
    CHECK(sigismember(&before, tested) == 1);
    CHECK(sigismember(&before, other) == 0);
    CHECK(is_blocked(tested));
    CHECK(is_blocked(other));
    CHECK(sigprocmask(SIG_UNBLOCK, &one, nullptr) == 0);
    CHECK(!is_blocked(tested));
    CHECK(is_blocked(other));
    CHECK(is_invalid(sigprocmask(99, &one, nullptr)));
    CHECK(!is_blocked(tested));
    CHECK(sigprocmask(99, nullptr, &before) == 0); // what there is no set for is not looked at
    CHECK(sigismember(&before, other) == 1);
}

TEST_CASE("SIGKILL and SIGSTOP cannot be blocked, which is no error") {
    const restored at_end;
    for (const int each : {SIGKILL, SIGSTOP}) {
        const sigset_t set = set_of({each});
        CHECK(sigprocmask(SIG_BLOCK, &set, nullptr) == 0);
        CHECK(!is_blocked(each));
        CHECK(sighold(each) == 0);
        CHECK(!is_blocked(each));
    }
}

TEST_CASE("a signal that is pending is handled before sigprocmask and sigrelse return") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    const sigset_t set = set_of({tested});
    CHECK(sighold(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(is_pending(tested));
    CHECK(handled == 0);
    CHECK(sigprocmask(SIG_UNBLOCK, &set, nullptr) == 0);
    CHECK(handled == 1);
    CHECK(sighold(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(sigrelse(tested) == 0);
    CHECK(handled == 2);
}

TEST_CASE("sighold blocks a signal, sigrelse does not any more, and both know which there are") {
    const restored at_end;
    CHECK(sighold(tested) == 0);
    CHECK(is_blocked(tested));
    CHECK(!is_blocked(other));
    CHECK(sigrelse(tested) == 0);
    CHECK(!is_blocked(tested));
    for (const int none : {0, -1, no_signal}) {
        CHECK(is_invalid(sighold(none)));
        CHECK(is_invalid(sigrelse(none)));
    }
}

TEST_CASE("each thread holds its own signals") {
    const restored at_end;
    CHECK(sigrelse(tested) == 0);
    CHECK(suite::elsewhere([] {
              CHECK(sighold(tested) == 0);
              return int{is_blocked(tested)};
          }) == 1);
    CHECK(!is_blocked(tested));
}

TEST_CASE("sigset handles a signal, which is blocked meanwhile, and tells what was done before") {
    const restored at_end;
    static std::atomic<bool> was_blocked{false};
    CHECK((signal(tested, SIG_IGN) != SIG_ERR));
    CHECK((sigset(tested, note) == SIG_IGN));
    const auto looks = [](int number) {
        was_blocked = is_blocked(tested);
        note(number);
    };
    CHECK((sigset(tested, looks) == note));
    CHECK(raise(tested) == 0);
    CHECK(handled == 1);
    CHECK(was_blocked);
    CHECK(!is_blocked(tested));
    CHECK(raise(tested) == 0); // it stays
    CHECK(handled == 2);
}

TEST_CASE("sigset with SIG_HOLD blocks a signal, and leaves what is done; else it blocks no more") {
    const restored at_end;
    CHECK((sigset(tested, note) != SIG_ERR));
    CHECK((sigset(tested, SIG_HOLD) == note));
    CHECK(is_blocked(tested));
    CHECK((action_now().sa_handler == note));
    CHECK((sigset(tested, SIG_HOLD) == SIG_HOLD));
    CHECK(raise(tested) == 0);
    CHECK(handled == 0);
    CHECK((sigset(tested, note) == SIG_HOLD));
    CHECK(!is_blocked(tested));
    CHECK(handled == 1);
}

TEST_CASE("sigset, sigignore and signal refuse what is no signal, and what cannot be caught") {
    const restored at_end;
    for (const int none : {-1, no_signal, SIGKILL, SIGSTOP}) {
        CHECK(is_invalid(sigset(none, note)));
        CHECK(is_invalid(sigset(none, SIG_IGN)));
        CHECK(is_invalid(sigignore(none)));
        CHECK(is_invalid(signal(none, note)));
        CHECK(is_invalid(ssignal(none, note)));
        CHECK(is_invalid(bsd_signal(none, note)));
        CHECK(is_invalid(siginterrupt(none, 1)));
    }
    CHECK(is_invalid(signal(tested, SIG_ERR)));
}

TEST_CASE("sigignore has a signal ignored, one that is pending, too") {
    const restored at_end;
    CHECK((sigset(tested, note) != SIG_ERR));
    CHECK(sighold(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(sigignore(tested) == 0);
    CHECK((action_now().sa_handler == SIG_IGN));
    CHECK(!is_pending(tested));
    CHECK(sigrelse(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(handled == 0);
}

TEST_CASE("signal, bsd_signal and ssignal tell what was before, and have calls restarted") {
    const restored at_end;
    using setting = sighandler_t (*)(int, sighandler_t);
    for (const setting sets : {setting{signal}, setting{bsd_signal}, setting{ssignal}}) {
        CHECK((sigset(tested, SIG_IGN) != SIG_ERR));
        handled = 0;
        CHECK((sets(tested, note) == SIG_IGN));
        CHECK((action_now().sa_flags & SA_RESTART) != 0);
        CHECK(raise(tested) == 0);
        CHECK(raise(tested) == 0); // it stays
        CHECK(handled == 2);
        CHECK((sets(tested, SIG_DFL) == note));
        CHECK((action_now().sa_handler == SIG_DFL));
    }
}

TEST_CASE("gsignal is handled by who sends it before it returns, and refuses what is no signal") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    const auto sends = [] {
        handled = 0;
        CHECK(gsignal(tested) == 0);
        CHECK(handled == 1);
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        return 0;
    };
    sends();
    CHECK(suite::elsewhere(sends) == 0);
    CHECK(is_invalid(gsignal(-1)));
    CHECK(is_invalid(gsignal(no_signal)));
}

TEST_CASE("siginterrupt has calls that wait ended by a signal's handler") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    CHECK(siginterrupt(tested, 1) == 0);
    CHECK((action_now().sa_flags & SA_RESTART) == 0);
    sem_t never;
    sem_init(&never, 0, 0);
    ends_by_a_signal([&] {
        CHECK(sem_wait(&never) == -1);
        CHECK(errno == EINTR);
    });
    CHECK((signal(tested, note) == note)); // which leaves it so
    CHECK((action_now().sa_flags & SA_RESTART) == 0);
    CHECK(siginterrupt(tested, 0) == 0);
    CHECK((action_now().sa_flags & SA_RESTART) != 0);
    CHECK((action_now().sa_handler == note));
    CHECK((signal(tested, note) == note));
    CHECK((action_now().sa_flags & SA_RESTART) != 0);
    sem_destroy(&never);
}

TEST_CASE("a signal that siginterrupt is not called for has calls that wait go on") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    sem_t posted;
    sem_init(&posted, 0, 0);
    going_on one([&] { CHECK(sem_wait(&posted) == 0); });
    CHECK(pthread_kill(one.thread.id, tested) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(!one.went_on);
    CHECK(sem_post(&posted) == 0);
    one.thread.join();
    sem_destroy(&posted);
}

TEST_CASE("sigpause waits for a signal that is blocked until then, and has it blocked again") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    CHECK(sighold(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(sigpause(tested) == -1);
    CHECK(errno == EINTR);
    CHECK(handled == 1);
    CHECK(is_blocked(tested));
    ends_by_a_signal([] {
        CHECK(sigpause(tested) == -1);
        CHECK(errno == EINTR);
        CHECK(is_blocked(tested));
    });
    CHECK(is_invalid(sigpause(-1)));
    CHECK(is_invalid(sigpause(no_signal)));
}

TEST_CASE("BSD's sigpause waits with another mask, and has the old one again") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    CHECK(sighold(tested) == 0);
    CHECK(raise(tested) == 0);
    CHECK(sigpause_by_mask(mask_of(other)) == -1);
    CHECK(errno == EINTR);
    CHECK(handled == 1);
    CHECK(is_blocked(tested));
    CHECK(!is_blocked(other));
}

TEST_CASE(
    "sigblock adds to the mask, sigsetmask sets it, siggetmask tells it, as they were before") {
    const restored at_end;
    CHECK(sigsetmask(0) >= 0);
    CHECK(mask_as_bits() == 0);
    CHECK(sigblock(mask_of(tested)) == 0);
    CHECK(is_blocked(tested));
    CHECK(sigblock(mask_of(other)) == mask_of(tested));
    CHECK(mask_as_bits() == (mask_of(tested) | mask_of(other)));
    CHECK(sigsetmask(mask_of(other)) == (mask_of(tested) | mask_of(other)));
    CHECK(!is_blocked(tested));
    CHECK(is_blocked(other));
    CHECK(suite::elsewhere([] { return mask_as_bits(); }) == mask_of(other));
}

TEST_CASE("a signal that is pending is handled before sigsetmask returns") {
    const restored at_end;
    CHECK((signal(tested, note) != SIG_ERR));
    CHECK(sigblock(mask_of(tested)) >= 0);
    CHECK(raise(tested) == 0);
    CHECK(handled == 0);
    CHECK(sigsetmask(0) == mask_of(tested));
    CHECK(handled == 1);
}
