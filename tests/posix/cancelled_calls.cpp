// Cancellation in calls of the system.
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
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

#include "descriptors.hpp"
#include "points.hpp"
#include "temporary_folder.hpp"

using namespace suite;

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

TEST_CASE("a poll of nothing is a point, and pthread_kill is none") {
    is_a_point_that_waits("poll of nothing", [] { poll(nullptr, 0, 3'600'000); });
    is_no_point("pthread_kill", [] { pthread_kill(pthread_self(), 0); });
}
