// Signals: handlers, masks and pending ones of each thread, and waiting for signals.
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <initializer_list>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "eventually.hpp"
#include "going_on.hpp"
#include "signal_sets.hpp"
#include "started.hpp"

using suite::eventually;
using suite::going_on;
using suite::in_an_hour;
using suite::is_blocked;
using suite::is_pending;
using suite::let_run;
using suite::set_of;
using suite::started;

namespace {

std::atomic<int> handled{0};
std::atomic<pthread_t> handled_by{};
std::atomic<int> number_handled{0};

void note(int number) {
    number_handled = number;
    handled_by = pthread_self();
    ++handled;
}

/// Has a handler for a signal while it lives, and nothing noted at first.
class handler {
  public:
    explicit handler(int number, int flags = 0, void (*function)(int) = note) : number_(number) {
        struct sigaction action {};
        action.sa_handler = function;
        action.sa_flags = flags;
        install(action);
    }
    handler(int number, void (*function)(int, siginfo_t*, void*)) : number_(number) {
        struct sigaction action {};
        action.sa_sigaction = function;
        action.sa_flags = SA_SIGINFO;
        install(action);
    }
    handler(int number, const struct sigaction& action) : number_(number) { install(action); }
    ~handler() { sigaction(number_, &before_, nullptr); }
    handler(const handler&) = delete;
    handler& operator=(const handler&) = delete;

  private:
    void install(const struct sigaction& action) {
        REQUIRE(sigaction(number_, &action, &before_) == 0);
        handled = 0;
        handled_by = pthread_t{};
        number_handled = 0;
    }

    int number_;
    struct sigaction before_ {};
};

/// Blocks signals in the calling thread, and in those that it starts, while it lives.
class blocked {
  public:
    blocked(std::initializer_list<int> numbers) {
        const sigset_t set = set_of(numbers);
        REQUIRE(pthread_sigmask(SIG_BLOCK, &set, &before_) == 0);
    }
    ~blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    blocked(const blocked&) = delete;
    blocked& operator=(const blocked&) = delete;

  private:
    sigset_t before_{};
};

void unblock(int number) {
    const sigset_t set = set_of({number});
    CHECK(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0);
}

/// Signals a thread that waits in `waits`. It handles the signal there, goes on waiting, and ends
/// by `ends_it`.
template <class Waits, class Ends>
void handles_while_it_waits(Waits waits, Ends ends_it) {
    const handler usr1(SIGUSR1, SA_RESTART);
    going_on one(waits);
    for (int i = 1; i <= 3; ++i) {
        CHECK(pthread_kill(one.thread.id, SIGUSR1) == 0);
        CHECK(eventually([&] { return handled == i; }));
        CHECK(pthread_equal(handled_by, one.thread.id) != 0);
    }
    let_run();
    CHECK(!one.went_on);
    ends_it();
    one.thread.join();
    CHECK(handled == 3);
}

/// Whether a handler runs while its thread computes.
bool handled_without_waiting() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (handled == 0 && std::chrono::steady_clock::now() < end) {
    }
    return handled != 0;
}

sem_t posted;

void note_and_post(int number) {
    note(number);
    sem_post(&posted);
}

/// Whether a thread handles what is sent to it when it has a mutex, and has not gone on yet.
bool is_handled_by_who_was_given_a_mutex(bool waits_again) {
    const handler usr1(SIGUSR1, 0, note_and_post);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    sem_init(&posted, 0, 0);
    bool is_handled = false;
    pthread_mutex_lock(&mutex);
    going_on other([&] {
        pthread_mutex_lock(&mutex);
        while (waits_again && sem_wait(&posted) != 0) {
        }
        is_handled = handled_without_waiting();
        pthread_mutex_unlock(&mutex);
    });
    // Who was woken in vain is given it next.
    pthread_mutex_unlock(&mutex);
    const bool is_in_vain = pthread_mutex_trylock(&mutex) == 0;
    let_run();
    if (is_in_vain)
        pthread_mutex_unlock(&mutex);
    pthread_kill(other.thread.id, SIGUSR1);
    other.thread.join();
    sem_destroy(&posted);
    return is_handled;
}

/// Signals a thread until `waits`, which is to be ended by that, is over.
template <class Waits>
void ends_by_a_signal(Waits waits) {
    const handler usr1(SIGUSR1);
    going_on one(waits);
    // Again and again, as it may not have been waiting yet.
    CHECK(eventually([&] {
        CHECK(pthread_kill(one.thread.id, SIGUSR1) == 0);
        return one.went_on.load();
    }));
    CHECK(handled > 0);
    CHECK(pthread_equal(handled_by, one.thread.id) != 0);
}

} // namespace

TEST_CASE("a thread that runs handles the signal that is sent to it") {
    const handler usr1(SIGUSR1);
    std::atomic<bool> ends{false};
    auto runs = [&]() -> void* {
        while (!ends)
            sched_yield();
        return nullptr;
    };
    started other(runs);
    started tested(runs);
    CHECK(pthread_kill(tested.id, SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(pthread_equal(handled_by, tested.id) != 0);
    CHECK(number_handled == SIGUSR1);
    CHECK(pthread_kill(other.id, SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 2; }));
    CHECK(pthread_equal(handled_by, other.id) != 0);
    ends = true;
}

TEST_CASE("a thread that was given a mutex handles the signal that came before it went on") {
    bool waits_again = false;
    SUBCASE("while it waits again") {
        waits_again = true;
    }
    SUBCASE("while it computes") {}
    CHECK(is_handled_by_who_was_given_a_mutex(waits_again));
}

TEST_CASE("a thread of a child of fork that was given a mutex handles a signal, too") {
    const pid_t child = fork();
    if (child == 0)
        _exit(is_handled_by_who_was_given_a_mutex(false) ? 7 : 1);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("a signal that a thread sends to itself is handled before the call returns") {
    const handler usr1(SIGUSR1);
    auto sends = []() -> void* {
        CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
        CHECK(handled == 1);
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        CHECK(raise(SIGUSR1) == 0);
        CHECK(handled == 2);
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        return nullptr;
    };
    started(sends).join();
    CHECK(raise(SIGUSR1) == 0);
    CHECK(handled == 3);
    CHECK(pthread_equal(handled_by, pthread_self()) != 0);
}

TEST_CASE("signal 0 and what is no signal are not sent") {
    std::atomic<bool> ends{false};
    auto runs = [&]() -> void* {
        while (!ends)
            sched_yield();
        return nullptr;
    };
    started thread(runs);
    CHECK(pthread_kill(thread.id, 0) == 0);
    CHECK(pthread_kill(thread.id, -1) == EINVAL);
    CHECK(pthread_kill(thread.id, 1000) == EINVAL);
    ends = true;
}

TEST_CASE("a thread handles a signal while it waits for a mutex") {
    pthread_mutex_t tested = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&tested);
    handles_while_it_waits(
        [&] {
            CHECK(pthread_mutex_lock(&tested) == 0);
            CHECK(pthread_mutex_unlock(&tested) == 0);
        },
        [&] { pthread_mutex_unlock(&tested); });
    pthread_mutex_lock(&tested);
    handles_while_it_waits(
        [&] {
            const timespec time = in_an_hour();
            CHECK(pthread_mutex_timedlock(&tested, &time) == 0);
            CHECK(pthread_mutex_unlock(&tested) == 0);
        },
        [&] { pthread_mutex_unlock(&tested); });
}

TEST_CASE("a thread handles a signal while it waits for a condition") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
    bool holds = false;
    const auto changes = [&] {
        pthread_mutex_lock(&guard);
        holds = true;
        pthread_cond_signal(&changed);
        pthread_mutex_unlock(&guard);
    };
    handles_while_it_waits(
        [&] {
            pthread_mutex_lock(&guard);
            while (!holds)
                CHECK(pthread_cond_wait(&changed, &guard) == 0);
            CHECK(pthread_mutex_unlock(&guard) == 0);
        },
        changes);
    holds = false;
    handles_while_it_waits(
        [&] {
            const timespec time = in_an_hour();
            pthread_mutex_lock(&guard);
            while (!holds)
                CHECK(pthread_cond_timedwait(&changed, &guard, &time) == 0);
            CHECK(pthread_mutex_unlock(&guard) == 0);
        },
        changes);
}

TEST_CASE("a thread handles a signal while it waits for a semaphore, if calls are to go on") {
    sem_t tested;
    sem_init(&tested, 0, 0);
    handles_while_it_waits([&] { CHECK(sem_wait(&tested) == 0); },
                           [&] { CHECK(sem_post(&tested) == 0); });
    sem_destroy(&tested);
}

TEST_CASE("a thread handles a signal while it waits for a read-write lock") {
    pthread_rwlock_t tested = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_wrlock(&tested);
    handles_while_it_waits(
        [&] {
            CHECK(pthread_rwlock_rdlock(&tested) == 0);
            CHECK(pthread_rwlock_unlock(&tested) == 0);
        },
        [&] { pthread_rwlock_unlock(&tested); });
    pthread_rwlock_rdlock(&tested);
    handles_while_it_waits(
        [&] {
            CHECK(pthread_rwlock_wrlock(&tested) == 0);
            CHECK(pthread_rwlock_unlock(&tested) == 0);
        },
        [&] { pthread_rwlock_unlock(&tested); });
}

TEST_CASE("a thread handles a signal while it waits at a barrier") {
    pthread_barrier_t tested;
    pthread_barrier_init(&tested, nullptr, 2);
    handles_while_it_waits([&] { pthread_barrier_wait(&tested); },
                           [&] { pthread_barrier_wait(&tested); });
    pthread_barrier_destroy(&tested);
}

TEST_CASE("a thread handles a signal while it joins another") {
    sem_t ends;
    sem_init(&ends, 0, 0);
    auto waits = [&]() -> void* {
        // Nobody signals this one.
        CHECK(sem_wait(&ends) == 0);
        return nullptr;
    };
    handles_while_it_waits(
        [&] {
            started joined(waits);
            joined.join();
        },
        [&] { CHECK(sem_post(&ends) == 0); });
    sem_destroy(&ends);
}

TEST_CASE("a thread handles a signal while it waits for what another does once") {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static sem_t begun;
    static sem_t ends;
    sem_init(&begun, 0, 0);
    sem_init(&ends, 0, 0);
    static const auto does = [] {
        sem_post(&begun);
        sem_wait(&ends);
    };
    auto calls = []() -> void* {
        CHECK(pthread_once(&once, does) == 0);
        return nullptr;
    };
    started first(calls);
    sem_wait(&begun);
    handles_while_it_waits(calls, [] { sem_post(&ends); });
    first.join();
    sem_destroy(&begun);
    sem_destroy(&ends);
}

TEST_CASE("a thread handles a signal while it reads, if calls are to go on") {
    const suite::pipe_pair ends;
    char got = 0;
    handles_while_it_waits([&] { CHECK(read(ends.out, &got, 1) == 1); },
                           [&] { CHECK(write(ends.in, "x", 1) == 1); });
    CHECK(got == 'x');
}

TEST_CASE("a signal that is handled ends a wait for a semaphore, if calls are not to go on") {
    sem_t never;
    sem_init(&never, 0, 0);
    ends_by_a_signal([&] {
        CHECK(sem_wait(&never) == -1);
        CHECK(errno == EINTR);
    });
    ends_by_a_signal([&] {
        const timespec time = in_an_hour();
        CHECK(sem_timedwait(&never, &time) == -1);
        CHECK(errno == EINTR);
    });
    int count = -1;
    CHECK(sem_getvalue(&never, &count) == 0);
    CHECK(count == 0);
    sem_destroy(&never);
}

TEST_CASE("a signal that is handled ends reading and polling, and a sleep, which tells the rest") {
    const suite::pipe_pair ends;
    char got = 0;
    ends_by_a_signal([&] {
        CHECK(read(ends.out, &got, 1) == -1);
        CHECK(errno == EINTR);
    });
    ends_by_a_signal([&] {
        pollfd polled{ends.out, POLLIN, 0};
        CHECK(poll(&polled, 1, -1) == -1);
        CHECK(errno == EINTR);
    });
    ends_by_a_signal([&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(ends.out, &set);
        CHECK(select(ends.out + 1, &set, nullptr, nullptr, nullptr) == -1);
        CHECK(errno == EINTR);
    });
    ends_by_a_signal([&] {
        const timespec hour{3600, 0};
        timespec rest{};
        CHECK(nanosleep(&hour, &rest) == -1);
        CHECK(errno == EINTR);
        CHECK(rest.tv_sec > 0);
        CHECK(rest.tv_sec <= 3600);
    });
    ends_by_a_signal([&] {
        const timespec time = in_an_hour();
        CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, nullptr) == EINTR);
    });
    ends_by_a_signal([&] { CHECK(sleep(3600) > 0); }); // NOLINT(concurrency-mt-unsafe)
    ends_by_a_signal([&] {
        CHECK(pause() == -1);
        CHECK(errno == EINTR);
    });
}

TEST_CASE("each thread has its own mask, and a new one that of who started it") {
    const blocked here{SIGUSR1};
    auto function = []() -> void* {
        CHECK(is_blocked(SIGUSR1));
        CHECK(!is_blocked(SIGUSR2));
        unblock(SIGUSR1);
        const sigset_t other = set_of({SIGUSR2});
        CHECK(pthread_sigmask(SIG_BLOCK, &other, nullptr) == 0);
        sched_yield();
        CHECK(!is_blocked(SIGUSR1));
        CHECK(is_blocked(SIGUSR2));
        return nullptr;
    };
    started one(function);
    started two(function);
    sched_yield();
    CHECK(is_blocked(SIGUSR1));
    CHECK(!is_blocked(SIGUSR2));
    one.join();
    two.join();
    CHECK(is_blocked(SIGUSR1));
    CHECK(!is_blocked(SIGUSR2));
}

TEST_CASE("pthread_sigmask adds, takes away and sets, and tells what was before") {
    auto function = []() -> void* {
        sigset_t before;
        sigset_t set = set_of({SIGUSR1});
        CHECK(pthread_sigmask(SIG_SETMASK, &set, nullptr) == 0);
        set = set_of({SIGUSR2});
        CHECK(pthread_sigmask(SIG_BLOCK, &set, &before) == 0);
        CHECK(sigismember(&before, SIGUSR1) == 1);
        CHECK(sigismember(&before, SIGUSR2) == 0);
        CHECK(is_blocked(SIGUSR1));
        CHECK(is_blocked(SIGUSR2));
        set = set_of({SIGUSR1});
        CHECK(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0);
        CHECK(!is_blocked(SIGUSR1));
        CHECK(is_blocked(SIGUSR2));
        CHECK(pthread_sigmask(1000, &set, nullptr) == EINVAL);
        CHECK(pthread_sigmask(1000, nullptr, &before) == 0);
        // These two cannot be blocked, which is no error.
        set = set_of({SIGKILL, SIGSTOP});
        CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
        CHECK(!is_blocked(SIGKILL));
        CHECK(!is_blocked(SIGSTOP));
        return nullptr;
    };
    started(function).join();
}

TEST_CASE(
    "a thread's blocked signal waits for it, and is handled when it is not blocked any more") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1};
    sem_t begins;
    sem_init(&begins, 0, 0);
    auto function = [&]() -> void* {
        sem_wait(&begins);
        CHECK(is_pending(SIGUSR1));
        CHECK(handled == 0);
        unblock(SIGUSR1);
        CHECK(handled == 1); // before pthread_sigmask returns, though sent twice
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        CHECK(!is_pending(SIGUSR1));
        return nullptr;
    };
    started tested(function);
    CHECK(pthread_kill(tested.id, SIGUSR1) == 0);
    CHECK(pthread_kill(tested.id, SIGUSR1) == 0);
    CHECK(!is_pending(SIGUSR1)); // in this thread
    auto looks = []() -> void* {
        CHECK(!is_pending(SIGUSR1));
        return nullptr;
    };
    started(looks).join();
    CHECK(handled == 0);
    sem_post(&begins);
    tested.join();
    CHECK(handled == 1);
    sem_destroy(&begins);
}

TEST_CASE("a new thread has no pending signals, whatever its starter has") {
    const handler usr1(SIGUSR1);
    {
        const blocked here{SIGUSR1};
        CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
        CHECK(is_pending(SIGUSR1));
        auto looks = []() -> void* {
            CHECK(!is_pending(SIGUSR1));
            unblock(SIGUSR1);
            CHECK(handled == 0);
            return nullptr;
        };
        started(looks).join();
        CHECK(handled == 0);
    }
    CHECK(handled == 1);
    CHECK(pthread_equal(handled_by, pthread_self()) != 0);
}

TEST_CASE("what is sent to a thread that ends without handling it is handled by nobody") {
    const handler usr1(SIGUSR1);
    {
        const blocked here{SIGUSR1};
        auto ends = []() -> void* {
            CHECK(raise(SIGUSR1) == 0);
            return nullptr;
        };
        started(ends).join();
        CHECK(!is_pending(SIGUSR1));
    }
    CHECK(handled == 0);
}

TEST_CASE("a signal to the process is handled by a thread that does not block it") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1};
    std::atomic<bool> ends{false};
    auto blocks = [&]() -> void* {
        while (!ends)
            sched_yield();
        return nullptr;
    };
    auto takes = [&]() -> void* {
        unblock(SIGUSR1);
        while (!ends)
            sched_yield();
        return nullptr;
    };
    started one(blocks);
    started tested(takes);
    started two(blocks);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(pthread_equal(handled_by, tested.id) != 0);
    ends = true;
}

TEST_CASE(
    "a signal to the process is handled by a thread that waits, if only that does not block it") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1};
    pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&held);
    auto waits = [&]() -> void* {
        unblock(SIGUSR1);
        pthread_mutex_lock(&held);
        pthread_mutex_unlock(&held);
        return nullptr;
    };
    started tested(waits);
    let_run();
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(pthread_equal(handled_by, tested.id) != 0);
    pthread_mutex_unlock(&held);
}

TEST_CASE("a signal to the process that all block is handled by the first that does not any more") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1};
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(is_pending(SIGUSR1));
    CHECK(handled == 0);
    auto unblocks = []() -> void* {
        CHECK(is_pending(SIGUSR1));
        unblock(SIGUSR1);
        CHECK(handled == 1);
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        return nullptr;
    };
    started(unblocks).join();
    CHECK(handled == 1);
    CHECK(!is_pending(SIGUSR1));
}

TEST_CASE("a signal's handler runs with that signal and those of sa_mask blocked") {
    static std::atomic<bool> own_blocked{false};
    static std::atomic<bool> other_blocked{false};
    static std::atomic<int> depth{0};
    static std::atomic<int> deepest{0};
    depth = deepest = 0;
    struct sigaction action {};
    action.sa_handler = [](int number) {
        sigset_t set;
        pthread_sigmask(SIG_BLOCK, nullptr, &set);
        own_blocked = sigismember(&set, SIGUSR1) == 1;
        other_blocked = sigismember(&set, SIGUSR2) == 1;
        if (++depth > deepest)
            deepest = depth.load();
        if (handled == 0) {
            note(number);
            raise(SIGUSR1);
            raise(SIGUSR2);
        } else {
            note(number);
        }
        --depth;
    };
    action.sa_mask = set_of({SIGUSR2});
    const handler usr2(SIGUSR2);
    const handler usr1(SIGUSR1, action);
    auto function = []() -> void* {
        CHECK(raise(SIGUSR1) == 0);
        CHECK(handled == 3);
        CHECK(!is_blocked(SIGUSR1));
        CHECK(!is_blocked(SIGUSR2));
        return nullptr;
    };
    started(function).join();
    CHECK(own_blocked);
    CHECK(other_blocked);
    CHECK(deepest == 1);
}

TEST_CASE("a handler may be interrupted by another signal, and by its own with SA_NODEFER") {
    static std::atomic<int> inside{0};
    inside = 0;
    const handler usr2(SIGUSR2);
    const handler usr1(SIGUSR1, SA_NODEFER, [](int number) {
        if (++inside < 3)
            raise(number);
        else
            raise(SIGUSR2);
    });
    auto function = []() -> void* {
        CHECK(raise(SIGUSR1) == 0);
        return nullptr;
    };
    started(function).join();
    CHECK(inside == 3);
    CHECK(handled == 1);
    CHECK(number_handled == SIGUSR2);
}

TEST_CASE("a handler with SA_RESETHAND is called once, and sigaction tells what is set") {
    const handler before(SIGUSR1, SA_RESTART);
    const handler once(SIGUSR1, static_cast<int>(SA_RESETHAND));
    auto function = []() -> void* {
        CHECK(raise(SIGUSR1) == 0);
        return nullptr;
    };
    started(function).join();
    CHECK(handled == 1);
    struct sigaction now {};
    CHECK(sigaction(SIGUSR1, nullptr, &now) == 0);
    CHECK((now.sa_handler == SIG_DFL));
    CHECK(sigaction(SIGKILL, &now, nullptr) == -1);
    CHECK(errno == EINVAL);
    CHECK(sigaction(1000, nullptr, &now) == -1);
    CHECK(errno == EINVAL);
}

TEST_CASE("an ignored signal ends no wait") {
    const handler ignored(SIGUSR1, 0, SIG_IGN);
    sem_t tested;
    sem_init(&tested, 0, 0);
    auto waits = [&]() -> void* {
        CHECK(sem_wait(&tested) == 0);
        return nullptr;
    };
    started thread(waits);
    for (int i = 0; i < 10; ++i) {
        CHECK(pthread_kill(thread.id, SIGUSR1) == 0);
        sched_yield();
    }
    CHECK(sem_post(&tested) == 0);
    thread.join();
    sem_destroy(&tested);
}

TEST_CASE("sem_post in a handler wakes who waits") {
    static sem_t tested;
    sem_init(&tested, 0, 0);
    const handler usr1(SIGUSR1, SA_RESTART, [](int) { sem_post(&tested); });
    auto waits = [&]() -> void* {
        CHECK(sem_wait(&tested) == 0);
        return nullptr;
    };
    started other(waits);
    let_run();
    CHECK(raise(SIGUSR1) == 0);
    other.join();
    // A thread wakes itself.
    started itself(waits);
    let_run();
    CHECK(pthread_kill(itself.id, SIGUSR1) == 0);
    itself.join();
    // By the process's, where all wait.
    started third(waits);
    let_run();
    CHECK(kill(getpid(), SIGUSR1) == 0);
    third.join();
    int count = -1;
    CHECK(sem_getvalue(&tested, &count) == 0);
    CHECK(count == 0);
    sem_destroy(&tested);
}

TEST_CASE("a timer's signal ends a wait where nobody else could") {
    static sem_t tested;
    sem_init(&tested, 0, 0);
    const handler alarm(SIGALRM, SA_RESTART, [](int) { sem_post(&tested); });
    const itimerval soon{{0, 0}, {0, 5'000}};
    REQUIRE(setitimer(ITIMER_REAL, &soon, nullptr) == 0);
    auto waits = [&]() -> void* {
        CHECK(sem_wait(&tested) == 0);
        return nullptr;
    };
    started(waits).join();
    sem_destroy(&tested);
}

TEST_CASE("a signal to the process sets what several threads wait for") {
    static std::atomic<bool> told{false};
    told = false;
    const handler usr1(SIGUSR1, SA_RESTART, [](int) { told = true; });
    auto waits = [&]() -> void* {
        CHECK(eventually([] { return told.load(); }));
        return nullptr;
    };
    started one(waits);
    started two(waits);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    one.join();
    two.join();
}

TEST_CASE("sigwait takes a signal that is sent to the thread, and calls no handler") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1, SIGUSR2};
    const sigset_t both = set_of({SIGUSR1, SIGUSR2});
    int got = 0;
    auto waits = [&]() -> void* {
        CHECK(sigwait(&both, &got) == 0);
        CHECK(!is_pending(SIGUSR1));
        return nullptr;
    };
    {
        started waiting(waits);
        let_run();
        CHECK(pthread_kill(waiting.id, SIGUSR2) == 0);
        waiting.join();
        CHECK(got == SIGUSR2);
    }
    started waiting(waits);
    CHECK(pthread_kill(waiting.id, SIGUSR1) == 0);
    waiting.join();
    CHECK(got == SIGUSR1);
    CHECK(handled == 0);
}

TEST_CASE("sigwait takes only what it is asked for, and leaves the rest pending") {
    const handler usr1(SIGUSR1);
    const handler usr2(SIGUSR2);
    const blocked here{SIGUSR1, SIGUSR2};
    auto waits = []() -> void* {
        CHECK(raise(SIGUSR1) == 0);
        CHECK(raise(SIGUSR2) == 0);
        const sigset_t asked = set_of({SIGUSR2});
        int got = 0;
        CHECK(sigwait(&asked, &got) == 0);
        CHECK(got == SIGUSR2);
        CHECK(is_pending(SIGUSR1));
        CHECK(!is_pending(SIGUSR2));
        unblock(SIGUSR1);
        return nullptr;
    };
    started(waits).join();
    CHECK(handled == 1);
    CHECK(number_handled == SIGUSR1);
}

TEST_CASE("a signal to the process is taken by one of those that wait for it") {
    const blocked here{SIGUSR1};
    const sigset_t asked = set_of({SIGUSR1});
    std::atomic<int> taken{0};
    auto waits = [&]() -> void* {
        int got = 0;
        CHECK(sigwait(&asked, &got) == 0);
        CHECK(got == SIGUSR1);
        ++taken;
        return nullptr;
    };
    started one(waits);
    started two(waits);
    let_run();
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(eventually([&] { return taken == 1; }));
    let_run();
    CHECK(taken == 1);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    one.join();
    two.join();
    CHECK(taken == 2);
}

TEST_CASE(
    "a thread that waits for signals takes those that came before, and others run meanwhile") {
    const blocked here{SIGUSR1, SIGUSR2};
    const sigset_t asked = set_of({SIGUSR1, SIGUSR2});
    sem_t done;
    sem_init(&done, 0, 0);
    int sum = 0;
    auto waits = [&]() -> void* {
        for (int got = 0; got != SIGUSR2;) {
            CHECK(sigwait(&asked, &got) == 0);
            sum += got == SIGUSR1 ? 1 : 0;
            sem_post(&done);
        }
        return nullptr;
    };
    started waiting(waits);
    for (int i = 0; i < 5; ++i) {
        CHECK(kill(getpid(), SIGUSR1) == 0);
        sem_wait(&done);
    }
    CHECK(pthread_kill(waiting.id, SIGUSR2) == 0);
    waiting.join();
    CHECK(sum == 5);
    sem_destroy(&done);
}

TEST_CASE("sigtimedwait gives up when the time has come, and sigwaitinfo tells who has sent it") {
    const blocked here{SIGUSR1};
    const sigset_t asked = set_of({SIGUSR1});
    auto waits = [&]() -> void* {
        const timespec at_once{};
        CHECK(sigtimedwait(&asked, nullptr, &at_once) == -1);
        CHECK(errno == EAGAIN);
        const timespec soon{0, 5'000'000};
        CHECK(sigtimedwait(&asked, nullptr, &soon) == -1);
        CHECK(errno == EAGAIN);
        siginfo_t information{};
        CHECK(kill(getpid(), SIGUSR1) == 0);
        CHECK(sigwaitinfo(&asked, &information) == SIGUSR1);
        CHECK(information.si_signo == SIGUSR1);
        CHECK(information.si_code == SI_USER);
        CHECK(information.si_pid == getpid());
        CHECK(information.si_uid == getuid());
        CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
        CHECK(sigtimedwait(&asked, &information, &soon) == SIGUSR1);
        CHECK(information.si_code <= 0); // which says a process, too
        CHECK(information.si_pid == getpid());
        return nullptr;
    };
    started(waits).join();
}

TEST_CASE("another signal that is handled ends sigwaitinfo and sigtimedwait") {
    const blocked here{SIGUSR2};
    const sigset_t asked = set_of({SIGUSR2});
    ends_by_a_signal([&] {
        CHECK(sigwaitinfo(&asked, nullptr) == -1);
        CHECK(errno == EINTR);
    });
    ends_by_a_signal([&] {
        const timespec hour{3600, 0};
        CHECK(sigtimedwait(&asked, nullptr, &hour) == -1);
        CHECK(errno == EINTR);
    });
}

TEST_CASE("sigsuspend waits with another mask, and has the old one again when it returns") {
    const handler usr1(SIGUSR1);
    const handler usr2(SIGUSR2);
    const blocked here{SIGUSR1, SIGUSR2};
    auto waits = []() -> void* {
        const sigset_t meanwhile = set_of({SIGUSR2});
        CHECK(sigsuspend(&meanwhile) == -1); // NOLINT(concurrency-mt-unsafe)
        CHECK(errno == EINTR);
        CHECK(handled == 1);
        CHECK(number_handled == SIGUSR1);
        CHECK(is_blocked(SIGUSR1));
        CHECK(is_blocked(SIGUSR2));
        CHECK(is_pending(SIGUSR2));
        unblock(SIGUSR2);
        return nullptr;
    };
    started waiting(waits);
    CHECK(pthread_kill(waiting.id, SIGUSR2) == 0);
    let_run();
    CHECK(handled == 0);
    CHECK(pthread_kill(waiting.id, SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 2; }));
    CHECK(pthread_equal(handled_by, waiting.id) != 0);
}

TEST_CASE("sigsuspend takes a signal to the process, and a timer's") {
    const handler usr1(SIGUSR1);
    const handler alarm(SIGALRM);
    const blocked here{SIGUSR1, SIGALRM};
    auto waits = [&]() -> void* {
        const sigset_t none = set_of({});
        CHECK(sigsuspend(&none) == -1); // NOLINT(concurrency-mt-unsafe)
        CHECK(errno == EINTR);
        CHECK(pthread_equal(handled_by, pthread_self()) != 0);
        return nullptr;
    };
    started by_kill(waits);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    by_kill.join();
    CHECK(number_handled == SIGUSR1);
    const itimerval soon{{0, 0}, {0, 5'000}};
    REQUIRE(setitimer(ITIMER_REAL, &soon, nullptr) == 0);
    started by_timer(waits);
    by_timer.join();
    CHECK(number_handled == SIGALRM);
    CHECK(handled == 2);
}

TEST_CASE("ppoll and pselect wait with another mask, and have the old one again") {
    const handler usr1(SIGUSR1);
    const blocked here{SIGUSR1};
    const sigset_t none = set_of({});
    auto polls = [&]() -> void* {
        CHECK(ppoll(nullptr, 0, nullptr, &none) == -1);
        CHECK(errno == EINTR);
        CHECK(handled == 1);
        CHECK(is_blocked(SIGUSR1));
        return nullptr;
    };
    started polling(polls);
    CHECK(pthread_kill(polling.id, SIGUSR1) == 0);
    polling.join();
    auto selects = [&]() -> void* {
        CHECK(pselect(0, nullptr, nullptr, nullptr, nullptr, &none) == -1);
        CHECK(errno == EINTR);
        CHECK(handled == 2);
        CHECK(is_blocked(SIGUSR1));
        return nullptr;
    };
    started selecting(selects);
    CHECK(pthread_kill(selecting.id, SIGUSR1) == 0);
    selecting.join();
}

TEST_CASE("a queued signal has its value, in a handler of that thread") {
    static std::atomic<int> value{0};
    static std::atomic<int> code{0};
    value = code = 0;
    const handler usr1(SIGUSR1, [](int number, siginfo_t* information, void*) {
        value = information->si_value.sival_int;
        code = information->si_code;
        note(number);
    });
    sem_t ends;
    sem_init(&ends, 0, 0);
    auto waits = [&]() -> void* {
        while (sem_wait(&ends) == -1)
            CHECK(errno == EINTR);
        return nullptr;
    };
    started waiting(waits);
    let_run();
    sigval sent{};
    sent.sival_int = 4711;
    CHECK(pthread_sigqueue(waiting.id, SIGUSR1, sent) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(pthread_equal(handled_by, waiting.id) != 0);
    CHECK(value == 4711);
    CHECK(code == SI_QUEUE);
    CHECK(pthread_sigqueue(waiting.id, -1, sent) == EINVAL);
    sem_post(&ends);
    waiting.join();
    sem_destroy(&ends);
}

TEST_CASE("queued realtime signals come one by one, the lowest first, each with its value") {
    const int lower = SIGRTMIN + 3;
    const int higher = SIGRTMIN + 4;
    const blocked here{lower, higher};
    const sigset_t both = set_of({lower, higher});
    std::array<int, 4> values{};
    std::array<int, 4> numbers{};
    sem_t sent_all;
    sem_init(&sent_all, 0, 0);
    auto waits = [&]() -> void* {
        sem_wait(&sent_all);
        for (std::size_t i = 0; i < values.size(); ++i) {
            siginfo_t information{};
            numbers[i] = sigwaitinfo(&both, &information);
            values[i] = information.si_value.sival_int;
        }
        return nullptr;
    };
    started waiting(waits);
    int value = 0;
    for (const int number : {higher, lower, lower, higher}) {
        sigval sent{};
        sent.sival_int = ++value;
        CHECK(pthread_sigqueue(waiting.id, number, sent) == 0);
    }
    sem_post(&sent_all);
    waiting.join();
    CHECK(numbers == std::array<int, 4>{lower, lower, higher, higher});
    CHECK(values == std::array<int, 4>{2, 3, 1, 4});
    sem_destroy(&sent_all);
}

TEST_CASE("sigqueue's value comes to whoever takes the process's signal") {
    const blocked here{SIGUSR1};
    const sigset_t asked = set_of({SIGUSR1});
    siginfo_t information{};
    auto waits = [&]() -> void* {
        CHECK(sigwaitinfo(&asked, &information) == SIGUSR1);
        return nullptr;
    };
    started waiting(waits);
    let_run();
    sigval sent{};
    sent.sival_int = 42;
    CHECK(sigqueue(getpid(), SIGUSR1, sent) == 0);
    waiting.join();
    CHECK(information.si_value.sival_int == 42);
    CHECK(information.si_code == SI_QUEUE);
}

TEST_CASE("each thread's handler runs on its own stack, with its own locals below") {
    static std::atomic<const char*> in_handler{nullptr};
    in_handler = nullptr;
    const handler usr1(SIGUSR1, SA_RESTART, [](int number) {
        volatile char local = 0;
        in_handler = const_cast<const char*>(&local);
        note(number);
    });
    pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&held);
    std::atomic<const char*> in_thread{nullptr};
    sem_t ready;
    sem_init(&ready, 0, 0);
    auto waits = [&]() -> void* {
        volatile char local = 0;
        in_thread = const_cast<const char*>(&local);
        sem_post(&ready);
        pthread_mutex_lock(&held);
        pthread_mutex_unlock(&held);
        return nullptr;
    };
    started waiting(waits);
    sem_wait(&ready);
    let_run();
    CHECK(pthread_kill(waiting.id, SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 1; }));
    const std::ptrdiff_t below = in_thread - in_handler.load();
    CHECK(below > 0);
    CHECK(below < 64 * 1024);
    pthread_mutex_unlock(&held);
    waiting.join();
    sem_destroy(&ready);
}

TEST_CASE("a handler has its thread's values of keys, and its thread-local variables") {
    static pthread_key_t key;
    static thread_local int own = 1;
    static std::atomic<void*> value{nullptr};
    static std::atomic<int> local{0};
    REQUIRE(pthread_key_create(&key, nullptr) == 0);
    const handler usr1(SIGUSR1, SA_RESTART, [](int number) {
        value = pthread_getspecific(key);
        local = own;
        note(number);
    });
    sem_t ready;
    sem_t ends;
    sem_init(&ready, 0, 0);
    sem_init(&ends, 0, 0);
    auto waits = [&]() -> void* {
        own = 2;
        pthread_setspecific(key, &own);
        sem_post(&ready);
        CHECK(sem_wait(&ends) == 0);
        return nullptr;
    };
    own = 3;
    started waiting(waits);
    sem_wait(&ready);
    CHECK(pthread_kill(waiting.id, SIGUSR1) == 0);
    CHECK(eventually([] { return handled == 1; }));
    CHECK(value != nullptr);
    CHECK(local == 2);
    CHECK(own == 3);
    sem_post(&ends);
    waiting.join();
    pthread_key_delete(key);
    sem_destroy(&ready);
    sem_destroy(&ends);
}

TEST_CASE("two threads signal each other in turns") {
    const blocked here{SIGUSR2};
    const sigset_t asked = set_of({SIGUSR2});
    const pthread_t starter = pthread_self();
    auto answers = [&]() -> void* {
        for (int i = 0; i < 50; ++i) {
            int got = 0;
            CHECK(sigwait(&asked, &got) == 0);
            CHECK(pthread_kill(starter, SIGUSR2) == 0);
        }
        return nullptr;
    };
    started other(answers);
    for (int i = 0; i < 50; ++i) {
        CHECK(pthread_kill(other.id, SIGUSR2) == 0);
        int got = 0;
        CHECK(sigwait(&asked, &got) == 0);
        CHECK(got == SIGUSR2);
    }
}

TEST_CASE("attributes have no mask of signals by default") {
    pthread_attr_t given;
    REQUIRE(pthread_attr_init(&given) == 0);
    sigset_t set;
    CHECK(pthread_attr_getsigmask_np(&given, &set) == PTHREAD_ATTR_NO_SIGMASK_NP);
    CHECK(pthread_attr_destroy(&given) == 0);
}
