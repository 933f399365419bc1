// Cancellation: where a thread ends by it, where not, and what runs then.
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include <threads.h>

#include "cancellation_of_c.h"
#include "descriptors.hpp"
#include "eventually.hpp"
#include "started.hpp"
#include "temporary_folder.hpp"

using suite::eventually;
using suite::in_an_hour;
using suite::let_run;
using suite::pipe_pair;
using suite::socket_pair;
using suite::started;

// In a thread that is cancelled no CHECK may stand around what ends it: that would be caught there.

namespace {

/// Says that its scope was left.
struct noted {
    std::atomic<bool>& left;
    ~noted() { left = true; }
};

/// A request that comes before the call ends the thread in it.
template <class Call>
void is_a_point(const char* name, Call call) {
    INFO(name);
    std::atomic<bool> left{false};
    std::atomic<bool> went_on{false};
    auto function = [&]() -> void* {
        const noted scope{left};
        pthread_cancel(pthread_self());
        call();
        went_on = true;
        return nullptr;
    };
    started thread(function);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
    CHECK(!went_on);
}

/// So does one that comes while it waits.
template <class Call>
void is_a_point_that_waits(const char* name, Call call) {
    is_a_point(name, call);
    INFO(name);
    std::atomic<bool> left{false};
    std::atomic<bool> went_on{false};
    auto function = [&]() -> void* {
        const noted scope{left};
        call();
        went_on = true;
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(!left);
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
    CHECK(!went_on);
}

/// A thread goes on after this, though a request is pending, and ends by the next
/// pthread_testcancel.
template <class Call>
void is_no_point(const char* name, Call call) {
    INFO(name);
    std::atomic<bool> went_on{false};
    std::atomic<bool> went_too_far{false};
    auto function = [&]() -> void* {
        pthread_cancel(pthread_self());
        call();
        went_on = true;
        pthread_testcancel();
        went_too_far = true;
        return nullptr;
    };
    started thread(function);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(went_on);
    CHECK(!went_too_far);
}

struct open_semaphore {
    sem_t itself{};
    explicit open_semaphore(unsigned value = 0) { sem_init(&itself, 0, value); }
    ~open_semaphore() { sem_destroy(&itself); }
    open_semaphore(const open_semaphore&) = delete;
    open_semaphore& operator=(const open_semaphore&) = delete;
};

} // namespace

TEST_CASE("a thread that waits for a condition is cancelled, and has the mutex in its handlers") {
    pthread_mutex_t guard = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    struct unlocks {
        pthread_mutex_t& guard;
        std::atomic<int>& result;
        ~unlocks() { result = pthread_mutex_unlock(&guard); }
    };
    const auto waits = [&](const char* name, auto call) {
        std::atomic<int> unlocked{-1};
        is_a_point_that_waits(name, [&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard, unlocked};
            for (;;)
                call();
        });
        CHECK(unlocked == 0);
        CHECK(pthread_mutex_trylock(&guard) == 0);
        CHECK(pthread_mutex_unlock(&guard) == 0);
    };
    const timespec hour = in_an_hour();
    const timespec hour_of_monotonic = in_an_hour(CLOCK_MONOTONIC);
    waits("pthread_cond_wait", [&] { pthread_cond_wait(&never, &guard); });
    waits("pthread_cond_timedwait", [&] { pthread_cond_timedwait(&never, &guard, &hour); });
    waits("pthread_cond_clockwait",
          [&] { pthread_cond_clockwait(&never, &guard, CLOCK_MONOTONIC, &hour_of_monotonic); });
    CHECK(pthread_cond_destroy(&never) == 0);
}

TEST_CASE("a thread that was cancelled takes the mutex only when it is free") {
    pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t never = PTHREAD_COND_INITIALIZER;
    open_semaphore ready;
    std::atomic<bool> left{false};
    struct unlocks {
        pthread_mutex_t& guard;
        std::atomic<bool>& left;
        ~unlocks() {
            left = true;
            pthread_mutex_unlock(&guard);
        }
    };
    auto function = [&]() -> void* {
        pthread_mutex_lock(&guard);
        const unlocks held{guard, left};
        sem_post(&ready.itself);
        for (;;)
            pthread_cond_wait(&never, &guard);
    };
    started thread(function);
    sem_wait(&ready.itself);
    pthread_mutex_lock(&guard);
    CHECK(pthread_cancel(thread.id) == 0);
    let_run();
    CHECK(!left);
    pthread_mutex_unlock(&guard);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(left);
}

TEST_CASE("a signal to a condition does not go to one that is cancelled at that time") {
    for (int round = 0; round < 20; ++round) {
        pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
        pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
        int waiting = 0;
        int tickets = 0;
        struct unlocks {
            pthread_mutex_t& guard;
            ~unlocks() { pthread_mutex_unlock(&guard); }
        };
        auto takes = [&]() -> void* {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            ++waiting;
            while (tickets == 0)
                pthread_cond_wait(&changed, &guard);
            --tickets;
            return nullptr;
        };
        started one(takes);
        started two(takes);
        CHECK(eventually([&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            return waiting == 2;
        }));
        pthread_mutex_lock(&guard);
        CHECK(pthread_cancel(one.id) == 0);
        tickets = 1;
        pthread_cond_signal(&changed);
        pthread_mutex_unlock(&guard);
        CHECK(eventually([&] {
            pthread_mutex_lock(&guard);
            const unlocks held{guard};
            return tickets == 0;
        }));
        pthread_mutex_lock(&guard);
        tickets = 1; // for the other, if the first came before its cancellation
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&guard);
        CHECK(two.join() == nullptr);
    }
}

TEST_CASE("a thread that waits for a semaphore is cancelled, and takes nothing from it") {
    open_semaphore tested;
    const timespec hour = in_an_hour();
    const timespec hour_of_monotonic = in_an_hour(CLOCK_MONOTONIC);
    is_a_point_that_waits("sem_wait", [&] { sem_wait(&tested.itself); });
    is_a_point_that_waits("sem_timedwait", [&] { sem_timedwait(&tested.itself, &hour); });
    is_a_point_that_waits("sem_clockwait", [&] {
        sem_clockwait(&tested.itself, CLOCK_MONOTONIC, &hour_of_monotonic);
    });
    CHECK(sem_post(&tested.itself) == 0);
    // It need not wait to be one.
    is_a_point("sem_wait of 1", [&] { sem_wait(&tested.itself); });
    int count = -1;
    CHECK(sem_getvalue(&tested.itself, &count) == 0);
    CHECK(count == 1);
}

TEST_CASE("a thread that joins another is cancelled, and the other can still be joined") {
    open_semaphore ends;
    auto waits = [&]() -> void* {
        sem_wait(&ends.itself);
        return &ends;
    };
    started joined(waits);
    is_a_point_that_waits("pthread_join", [&] { pthread_join(joined.id, nullptr); });
    sem_post(&ends.itself);
    CHECK(joined.join() == &ends);
}

TEST_CASE("a thread that sleeps is cancelled") {
    const timespec hour{3600, 0};
    is_a_point_that_waits("nanosleep", [&] { nanosleep(&hour, nullptr); });
    is_a_point_that_waits("clock_nanosleep",
                          [&] { clock_nanosleep(CLOCK_MONOTONIC, 0, &hour, nullptr); });
    is_a_point_that_waits("sleep", [] { sleep(3600); }); // NOLINT(concurrency-mt-unsafe)
    is_a_point_that_waits("usleep", [] { usleep(900'000'000); });
    is_a_point_that_waits("thrd_sleep", [&] { thrd_sleep(&hour, nullptr); });
    is_a_point_that_waits("poll of nothing", [] { poll(nullptr, 0, 3'600'000); });
}

TEST_CASE("a thread that reads is cancelled, and nothing is lost") {
    const pipe_pair empty;
    const int from = empty.out;
    char got = 0;
    iovec part{&got, 1};
    is_a_point_that_waits("read", [&] { return read(from, &got, 1); });
    is_a_point_that_waits("readv", [&] { return readv(from, &part, 1); });
    const socket_pair silent;
    const int socket = silent.out;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    is_a_point_that_waits("read of a socket", [&] { return read(socket, &got, 1); });
    is_a_point_that_waits("recv", [&] { recv(socket, &got, 1, 0); });
    is_a_point_that_waits("recvfrom", [&] { recvfrom(socket, &got, 1, 0, nullptr, nullptr); });
    is_a_point_that_waits("recvmsg", [&] { return recvmsg(socket, &message, 0); });
    CHECK(write(empty.in, "x", 1) == 1);
    CHECK(send(silent.in, "y", 1, 0) == 1);
    CHECK(read(from, &got, 1) == 1);
    CHECK(got == 'x');
    CHECK(recv(socket, &got, 1, 0) == 1);
    CHECK(got == 'y');
}

TEST_CASE("a thread that writes where there is no room is cancelled") {
    const std::vector<char> much(1 << 20);
    const auto fill = [&](int to) {
        CHECK(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
        while (write(to, much.data(), much.size()) > 0) {
        }
        while (write(to, much.data(), 1) > 0) {
        }
        CHECK(errno == EAGAIN);
        CHECK(fcntl(to, F_SETFL, 0) == 0);
    };
    const pipe_pair full;
    const int to = full.in;
    fill(to);
    iovec part{const_cast<char*>(much.data()), 1};
    is_a_point_that_waits("write", [&] { return write(to, much.data(), 1); });
    is_a_point_that_waits("writev", [&] { return writev(to, &part, 1); });
    const socket_pair full_sockets;
    const int socket = full_sockets.in;
    fill(socket);
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    is_a_point_that_waits("send", [&] { send(socket, much.data(), 1, 0); });
    is_a_point_that_waits("sendto", [&] { sendto(socket, much.data(), 1, 0, nullptr, 0); });
    is_a_point_that_waits("sendmsg", [&] { sendmsg(socket, &message, 0); });
}

TEST_CASE("a thread that accepts or connects is cancelled") {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    const int first = socket(AF_UNIX, SOCK_STREAM, 0);
    const int second = socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(bind(listener, generic, sizeof(sa_family_t)) == 0); // the kernel chooses a name
    REQUIRE(getsockname(listener, generic, &size) == 0);
    REQUIRE(listen(listener, 0) == 0);
    is_a_point_that_waits("accept", [&] { accept(listener, nullptr, nullptr); });
    is_a_point_that_waits("accept4", [&] { accept4(listener, nullptr, nullptr, SOCK_CLOEXEC); });
    REQUIRE(connect(first, generic, size) == 0); // which fills it
    is_a_point_that_waits("connect", [&] { return connect(second, generic, size); });
    close(first);
    close(second);
    close(listener);
}

TEST_CASE("a thread that polls is cancelled") {
    const pipe_pair empty;
    const int from = empty.out;
    pollfd polled{from, POLLIN, 0};
    const auto only_it = [&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(from, &set);
        return set;
    };
    is_a_point_that_waits("poll", [&] { poll(&polled, 1, -1); });
    is_a_point_that_waits("ppoll", [&] { ppoll(&polled, 1, nullptr, nullptr); });
    is_a_point_that_waits("select", [&] {
        fd_set set = only_it();
        select(from + 1, &set, nullptr, nullptr, nullptr);
    });
    is_a_point_that_waits("pselect", [&] {
        fd_set set = only_it();
        pselect(from + 1, &set, nullptr, nullptr, nullptr, nullptr);
    });
    const int epoll = epoll_create1(0);
    REQUIRE(epoll >= 0);
    epoll_event event{};
    is_a_point_that_waits("epoll_wait", [&] { epoll_wait(epoll, &event, 1, -1); });
    close(epoll);
}

TEST_CASE("a thread that waits for a signal is cancelled") {
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    REQUIRE(pthread_sigmask(SIG_BLOCK, &set, &before) == 0);
    const timespec hour{3600, 0};
    int got = 0;
    is_a_point_that_waits("sigwait", [&] { return sigwait(&set, &got); });
    is_a_point_that_waits("sigwaitinfo", [&] { sigwaitinfo(&set, nullptr); });
    is_a_point_that_waits("sigtimedwait", [&] { sigtimedwait(&set, nullptr, &hour); });
    is_a_point_that_waits("sigsuspend", [&] { sigsuspend(&set); }); // NOLINT(concurrency-mt-unsafe)
    is_a_point_that_waits("pause", [] { pause(); });
    CHECK(pthread_sigmask(SIG_SETMASK, &before, nullptr) == 0);
}

TEST_CASE("a thread that waits for a child is cancelled, and the child can still be waited for") {
    const pipe_pair ends;
    const pid_t child = fork();
    if (child == 0) {
        char got = 0;
        _exit(read(ends.out, &got, 1) == 1 ? 7 : 1);
    }
    REQUIRE(child > 0);
    is_a_point_that_waits("waitpid", [&] { waitpid(child, nullptr, 0); });
    is_a_point_that_waits("wait", [] { return wait(nullptr); });
    siginfo_t information{};
    is_a_point_that_waits("waitid",
                          [&] { waitid(P_PID, static_cast<id_t>(child), &information, WEXITED); });
    CHECK(write(ends.in, "x", 1) == 1);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("calls that do not wait here are points, too") {
    const suite::temporary_folder folder;
    const int file = open(folder.of("file").c_str(), O_RDWR | O_CREAT, 0600);
    REQUIRE(file >= 0);
    char byte = 'x';
    iovec part{&byte, 1};
    is_a_point("pthread_testcancel", [] { pthread_testcancel(); });
    is_a_point("read", [&] { return read(file, &byte, 1); });
    is_a_point("write", [&] { return write(file, &byte, 1); });
    is_a_point("readv", [&] { return readv(file, &part, 1); });
    is_a_point("writev", [&] { return writev(file, &part, 1); });
    is_a_point("pread", [&] { return pread(file, &byte, 1, 0); });
    is_a_point("pwrite", [&] { return pwrite(file, &byte, 1, 0); });
    is_a_point("fsync", [&] { fsync(file); });
    is_a_point("fdatasync", [&] { fdatasync(file); });
    struct flock lock {};
    lock.l_type = F_WRLCK;
    is_a_point("fcntl", [&] { fcntl(file, F_SETLKW, &lock); });
    is_a_point("lockf", [&] { return lockf(file, F_LOCK, 0); });
    is_a_point("tcdrain", [&] { tcdrain(file); });
    is_a_point("poll", [] { poll(nullptr, 0, 0); });
    is_a_point("close", [] { close(-1); });
    is_a_point("waitpid", [] { waitpid(-1, nullptr, WNOHANG); });
    // What is opened might be lost: there is nothing to open.
    is_a_point("open", [] { open("/none/such", O_RDONLY); });
    is_a_point("openat", [] { return openat(AT_FDCWD, "/none/such", O_RDONLY); });
    is_a_point("creat", [] { creat("/none/such", 0600); });
    const long page = sysconf(_SC_PAGESIZE);
    void* const mapped = mmap(nullptr, static_cast<std::size_t>(page), PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(mapped != MAP_FAILED);
    is_a_point("msync", [&] { msync(mapped, static_cast<std::size_t>(page), MS_SYNC); });
    munmap(mapped, static_cast<std::size_t>(page));
    CHECK(lseek(file, 0, SEEK_END) <= 2);
    close(file);
}

TEST_CASE("locks, barriers, wake-ups and giving way are no points") {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    pthread_spinlock_t spin{};
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 1);
    open_semaphore semaphore;
    is_no_point("mutex", [&] {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
        if (pthread_mutex_trylock(&mutex) != 0)
            return;
        pthread_mutex_unlock(&mutex);
    });
    is_no_point("condition", [&] {
        pthread_cond_signal(&condition);
        pthread_cond_broadcast(&condition);
    });
    is_no_point("semaphore", [&] {
        sem_post(&semaphore.itself);
        sem_trywait(&semaphore.itself);
    });
    is_no_point("spin lock", [&] {
        pthread_spin_lock(&spin);
        pthread_spin_unlock(&spin);
    });
    is_no_point("barrier", [&] { pthread_barrier_wait(&barrier); });
    is_no_point("sched_yield", [] { sched_yield(); });
    is_no_point("pthread_kill", [] { pthread_kill(pthread_self(), 0); });
    is_no_point("thread", [] {
        pthread_t other{};
        pthread_create(
            &other, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
        pthread_detach(other);
    });
    pthread_spin_destroy(&spin);
    pthread_barrier_destroy(&barrier);
}

TEST_CASE("a thread that waits for a mutex or at a barrier is not cancelled there") {
    const auto goes_on = [](auto waits, auto ends_it) {
        std::atomic<bool> went_on{false};
        auto function = [&]() -> void* {
            waits();
            went_on = true;
            pthread_testcancel();
            return nullptr;
        };
        started thread(function);
        let_run();
        CHECK(pthread_cancel(thread.id) == 0);
        let_run();
        CHECK(!went_on);
        ends_it();
        CHECK(thread.join() == PTHREAD_CANCELED);
        CHECK(went_on);
    };
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    goes_on(
        [&] {
            pthread_mutex_lock(&mutex);
            pthread_mutex_unlock(&mutex);
        },
        [&] { pthread_mutex_unlock(&mutex); });
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    goes_on([&] { pthread_barrier_wait(&barrier); }, [&] { pthread_barrier_wait(&barrier); });
    pthread_barrier_destroy(&barrier);
}

TEST_CASE("a request is kept while the state is disabled, and ends the thread at a later point") {
    open_semaphore begins;
    std::atomic<int> reached{0};
    auto function = [&]() -> void* {
        int old = -1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
        CHECK(old == PTHREAD_CANCEL_ENABLE);
        while (sem_wait(&begins.itself) != 0) {
        }
        pthread_testcancel();
        const timespec time{0, 1'000'000};
        CHECK(nanosleep(&time, nullptr) == 0);
        reached = 1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0);
        CHECK(old == PTHREAD_CANCEL_DISABLE);
        reached = 2; // setting it is no point
        pthread_testcancel();
        reached = 3;
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    let_run();
    CHECK(reached == 0);
    sem_post(&begins.itself);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(reached == 2);
}

TEST_CASE("a thread that never enables it ends as it says, whatever was asked for") {
    auto function = []() -> void* {
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
        pthread_cancel(pthread_self());
        pthread_testcancel();
        static int result = 0;
        return &result;
    };
    started thread(function);
    CHECK(thread.join() != PTHREAD_CANCELED);
}

TEST_CASE("a new thread can be cancelled, deferred, whatever its starter has set") {
    int before = -1;
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before) == 0);
    auto function = []() -> void* {
        int state = -1;
        int type = -1;
        CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state) == 0);
        CHECK(state == PTHREAD_CANCEL_ENABLE);
        CHECK(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type) == 0);
        CHECK(type == PTHREAD_CANCEL_DEFERRED);
        return nullptr;
    };
    started(function).join();
    CHECK(pthread_setcancelstate(before, nullptr) == 0);
    CHECK(pthread_setcancelstate(77, nullptr) == EINVAL);
    CHECK(pthread_setcanceltype(77, nullptr) == EINVAL);
}

TEST_CASE("a thread that is cancelled before it has begun runs until its first point") {
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> begun{false};
        std::atomic<bool> went_on{false};
        auto function = [&]() -> void* {
            begun = true;
            pause();
            went_on = true;
            return nullptr;
        };
        started thread(function);
        CHECK(pthread_cancel(thread.id) == 0);
        CHECK(thread.join() == PTHREAD_CANCELED);
        CHECK(begun);
        CHECK(!went_on);
    }
}

TEST_CASE("a thread without a request goes on after pthread_testcancel") {
    auto function = []() -> void* {
        static int result = 0;
        pthread_testcancel();
        return &result;
    };
    CHECK(started(function).join() != PTHREAD_CANCELED);
}

TEST_CASE("a thread that has ended by itself is not cancelled any more") {
    static int result = 0;
    std::atomic<bool> ends{false};
    auto function = [&]() -> void* {
        ends = true;
        return &result;
    };
    started thread(function);
    CHECK(eventually([&] { return ends.load(); }));
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == &result);
}

TEST_CASE(
    "destructors run the newest first, then the keys' values are destroyed, then it is joined") {
    static std::string ran;
    ran.clear();
    struct named {
        char name;
        ~named() { ran += name; }
    };
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, [](void*) { ran += 'k'; }) == 0);
    auto function = [&]() -> void* {
        pthread_setspecific(key, &ran);
        const named outer{'o'};
        pthread_cleanup_push([](void*) { ran += 'h'; }, nullptr);
        const auto inner = [] {
            const named object{'i'};
            pause();
        };
        inner();
        ran += '!';
        pthread_cleanup_pop(0);
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(ran == "ihok");
    CHECK(pthread_key_delete(key) == 0);
}

TEST_CASE("a handler that catches all sees a cancellation pass, and has to let it") {
    std::atomic<bool> caught{false};
    std::atomic<bool> as_exception{false};
    auto function = [&]() -> void* {
        try {
            pause();
        } catch (const std::exception&) {
            as_exception = true;
        } catch (...) {
            caught = true;
            throw;
        }
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(caught);
    CHECK(!as_exception);
}

TEST_CASE("handlers and keys' destructors may call what is a point, and are not cancelled again") {
    static std::atomic<int> went_on{0};
    went_on = 0;
    const auto sleeps = [] {
        const timespec time{0, 1'000'000};
        pthread_testcancel();
        if (nanosleep(&time, nullptr) == 0)
            ++went_on;
    };
    struct sleeping {
        decltype(sleeps)& does;
        ~sleeping() { does(); }
    };
    static const auto destroys = sleeps;
    pthread_key_t key = 0;
    REQUIRE(pthread_key_create(&key, [](void*) { destroys(); }) == 0);
    auto function = [&]() -> void* {
        pthread_setspecific(key, &key);
        const sleeping scope{sleeps};
        pause();
        return nullptr;
    };
    started thread(function);
    let_run();
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(pthread_cancel(thread.id) == 0);
    CHECK(thread.join() == PTHREAD_CANCELED);
    CHECK(went_on == 2);
    auto exits = [&]() -> void* {
        pthread_setspecific(key, &key);
        const sleeping scope{sleeps};
        pthread_cancel(pthread_self());
        pthread_exit(&key);
    };
    CHECK(started(exits).join() == &key);
    CHECK(went_on == 4);
    CHECK(pthread_key_delete(key) == 0);
}

TEST_CASE("a detached thread is cancelled, and its handlers run") {
    std::atomic<bool> left{false};
    static std::atomic<bool>* to_note = nullptr;
    to_note = &left;
    pthread_t id{};
    REQUIRE(pthread_create(
                &id, nullptr,
                [](void*) -> void* {
                    const noted scope{*to_note};
                    for (;;)
                        pause();
                },
                nullptr) == 0);
    CHECK(pthread_detach(id) == 0);
    CHECK(pthread_cancel(id) == 0);
    CHECK(eventually([&] { return left.load(); }));
}

TEST_CASE("many threads are cancelled at a time") {
    auto waits = []() -> void* {
        for (;;)
            pause();
    };
    std::array<pthread_t, 50> ids{};
    for (pthread_t& id : ids)
        REQUIRE(pthread_create(
                    &id, nullptr,
                    [](void* given) -> void* { return (*static_cast<decltype(waits)*>(given))(); },
                    &waits) == 0);
    auto cancels = [&]() -> void* {
        for (const pthread_t id : ids)
            CHECK(pthread_cancel(id) == 0);
        return nullptr;
    };
    started(cancels).join();
    for (const pthread_t id : ids) {
        void* result = nullptr;
        CHECK(pthread_join(id, &result) == 0);
        CHECK(result == PTHREAD_CANCELED);
    }
}

namespace {

struct thread_of_c {
    of_c own{};
    pthread_t id{};

    explicit thread_of_c(void* (*function)(void*)) {
        pthread_mutexattr_t checking;
        pthread_mutexattr_init(&checking);
        pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
        pthread_mutex_init(&own.guard, &checking);
        pthread_mutexattr_destroy(&checking);
        pthread_cond_init(&own.changed, nullptr);
        sem_init(&own.ready, 0, 0);
        own.unlocked = -1;
        REQUIRE(pthread_create(&id, nullptr, function, &own) == 0);
    }
    ~thread_of_c() {
        sem_destroy(&own.ready);
        pthread_cond_destroy(&own.changed);
        pthread_mutex_destroy(&own.guard);
    }
    thread_of_c(const thread_of_c&) = delete;
    thread_of_c& operator=(const thread_of_c&) = delete;

    /// When the thread has come to where it says that it is ready.
    void cancel() {
        sem_wait(&own.ready);
        let_run();
        CHECK(pthread_cancel(id) == 0);
    }

    /// Joins it, which was cancelled, with these handlers run.
    void ended(const std::string& handlers) {
        void* result = nullptr;
        CHECK(pthread_join(id, &result) == 0);
        CHECK(result == PTHREAD_CANCELED);
        CHECK(own.went_on == 0);
        CHECK(own.ran == handlers);
    }
};

} // namespace

TEST_CASE("handlers of C's run, and have the mutex of the condition") {
    thread_of_c waits(waits_with_handlers);
    waits.cancel();
    waits.ended("io");
    CHECK(waits.own.unlocked == 0);
    thread_of_c tests(tests_inside_a_call);
    tests.ended("oo");
}

TEST_CASE("a thread of the asynchronous type is cancelled where it gives way, and where it waits") {
    thread_of_c gives_way(gives_way_for_ever);
    thread_of_c sleeps(sleeps_for_ever);
    gives_way.cancel();
    gives_way.ended("o");
    sleeps.cancel();
    sleeps.ended("o");
}

TEST_CASE(
    "a thread of the asynchronous type cancels itself at once, also by what was asked before") {
    thread_of_c itself(cancels_itself);
    itself.ended("o");
    thread_of_c late_type(sets_the_type_too_late);
    late_type.ended("-o");
    thread_of_c late_state(enables_too_late);
    late_state.ended("-o");
}
