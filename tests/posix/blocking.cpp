// Calls that block let the other threads run until what they wait for is there.
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "child.hpp"
#include "descriptors.hpp"
#include "eventually.hpp"
#include "going_on.hpp"
#include "numbered.hpp"
#include "started.hpp"

using suite::descriptor;
using suite::let_run;
using suite::more_than_held;
using suite::numbered;
using suite::pipe_pair;
using suite::socket_pair;
using suite::started;
using suite::while_one_waits;

namespace {

std::vector<char> read_to_end(int from) {
    std::vector<char> bytes;
    std::array<char, 5000> part{};
    for (ssize_t got = 0; (got = read(from, part.data(), part.size())) > 0;)
        bytes.insert(bytes.end(), part.begin(), part.begin() + got);
    return bytes;
}

struct tcp_listener {
    descriptor socket{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in address{};

    explicit tcp_listener(int backlog = 16) {
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(bind(socket, generic(), size) == 0);
        REQUIRE(listen(socket, backlog) == 0);
        REQUIRE(getsockname(socket, generic(), &size) == 0);
    }
    sockaddr* generic() { return reinterpret_cast<sockaddr*>(&address); }
};

/// In Linux's abstract names, which leave no file.
struct unix_listener {
    descriptor socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un address{};
    socklen_t size = sizeof(sa_family_t);

    explicit unix_listener(int backlog) {
        address.sun_family = AF_UNIX;
        REQUIRE(bind(socket, generic(), size) == 0); // the kernel chooses the name
        size = sizeof address;
        REQUIRE(getsockname(socket, generic(), &size) == 0);
        REQUIRE(listen(socket, backlog) == 0);
    }
    sockaddr* generic() { return reinterpret_cast<sockaddr*>(&address); }
};

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

} // namespace

TEST_CASE("read from an empty pipe waits until another thread has written") {
    const pipe_pair tested;
    char got = 0;
    while_one_waits([&] { CHECK(read(tested.out, &got, 1) == 1); },
                    [&] { CHECK(write(tested.in, "x", 1) == 1); });
    CHECK(got == 'x');
}

TEST_CASE("read gives what is there, and does not wait for all that was asked for") {
    const pipe_pair tested;
    std::array<char, 100> got{};
    while_one_waits([&] { CHECK(read(tested.out, got.data(), got.size()) == 3); },
                    [&] { CHECK(write(tested.in, "abc", 3) == 3); });
    CHECK(std::string(got.data()) == "abc");
}

TEST_CASE("read, readv, recv, recvfrom, recvmsg and recvmmsg wait at a socket") {
    const socket_pair tested;
    const auto waits = [&](auto call) {
        std::array<char, 8> got{};
        while_one_waits([&] { CHECK(call(got.data(), got.size()) == 5); },
                        [&] { CHECK(send(tested.in, "hello", 5, 0) == 5); });
        CHECK(std::string(got.data()) == "hello");
    };
    waits([&](char* to, std::size_t size) { return read(tested.out, to, size); });
    waits([&](char* to, std::size_t size) {
        const std::array<iovec, 2> parts{iovec{to, 2}, iovec{to + 2, size - 2}};
        return readv(tested.out, parts.data(), 2);
    });
    waits([&](char* to, std::size_t size) { return recv(tested.out, to, size, 0); });
    waits([&](char* to, std::size_t size) {
        return recvfrom(tested.out, to, size, 0, nullptr, nullptr);
    });
    waits([&](char* to, std::size_t size) {
        iovec part{to, size};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        return recvmsg(tested.out, &message, 0);
    });
    waits([&](char* to, std::size_t size) {
        iovec part{to, size};
        mmsghdr message{};
        message.msg_hdr.msg_iov = &part;
        message.msg_hdr.msg_iovlen = 1;
        return recvmmsg(tested.out, &message, 1, 0, nullptr) == 1
                   ? static_cast<ssize_t>(message.msg_len)
                   : -1;
    });
}

TEST_CASE("recv with MSG_WAITALL waits for all, with MSG_PEEK takes nothing, and need not wait") {
    const socket_pair tested;
    std::array<char, 8> got{};
    CHECK(recv(tested.out, got.data(), 6, MSG_DONTWAIT) == -1);
    CHECK(would_block());
    while_one_waits([&] { CHECK(recv(tested.out, got.data(), 6, MSG_WAITALL) == 6); },
                    [&] {
                        CHECK(send(tested.in, "abc", 3, 0) == 3);
                        let_run();
                        CHECK(send(tested.in, "def", 3, 0) == 3);
                    });
    CHECK(std::string(got.data()) == "abcdef");
    while_one_waits([&] { CHECK(recv(tested.out, got.data(), 8, MSG_PEEK) == 2); },
                    [&] { CHECK(send(tested.in, "xy", 2, 0) == 2); });
    CHECK(recv(tested.out, got.data(), 8, 0) == 2);
}

TEST_CASE("a datagram is one for whoever waits") {
    const socket_pair tested(SOCK_DGRAM);
    std::array<char, 2> got{};
    while_one_waits([&] { CHECK(recv(tested.out, got.data(), got.size(), MSG_TRUNC) == 5); },
                    [&] { CHECK(send(tested.in, "hello", 5, 0) == 5); });
    CHECK(got[1] == 'e');
    CHECK(recv(tested.out, got.data(), got.size(), MSG_DONTWAIT) == -1);
    CHECK(would_block());
}

TEST_CASE("write of more than a pipe holds is whole when it returns") {
    pipe_pair tested;
    const std::vector<char> sent = numbered(more_than_held);
    auto writes = [&]() -> void* {
        CHECK(write(tested.in, sent.data(), sent.size()) == static_cast<ssize_t>(sent.size()));
        tested.in.close();
        return nullptr;
    };
    started thread(writes);
    let_run();
    CHECK(read_to_end(tested.out) == sent);
}

TEST_CASE("writev, send and sendmsg of more than is held are whole, too") {
    const std::vector<char> sent = numbered(more_than_held);
    const auto whole = static_cast<ssize_t>(sent.size());
    const auto received = [&](auto call) {
        socket_pair tested;
        auto writes = [&]() -> void* {
            CHECK(call(tested.in) == whole);
            tested.in.close();
            return nullptr;
        };
        started thread(writes);
        let_run();
        CHECK(read_to_end(tested.out) == sent);
    };
    char* const from = const_cast<char*>(sent.data());
    const std::array<iovec, 3> parts{iovec{from, 1}, iovec{from + 1, 0},
                                     iovec{from + 1, sent.size() - 1}};
    received([&](int to) { return writev(to, parts.data(), 3); });
    received([&](int to) { return send(to, from, sent.size(), 0); });
    received([&](int to) {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(parts.data());
        message.msg_iovlen = 3;
        return sendmsg(to, &message, 0);
    });
}

TEST_CASE("what two threads write at a time in pieces of PIPE_BUF is not mixed") {
    pipe_pair tested;
    const std::size_t piece = PIPE_BUF;
    const auto writes = [&](char byte) {
        const std::vector<char> bytes(piece, byte);
        for (int i = 0; i < 40; ++i)
            CHECK(write(tested.in, bytes.data(), piece) == static_cast<ssize_t>(piece));
    };
    auto one_writes = [&]() -> void* { return writes('1'), nullptr; };
    auto two_writes = [&]() -> void* { return writes('2'), nullptr; };
    auto closes_then = [&]() -> void* {
        {
            started one(one_writes);
            started two(two_writes);
        }
        tested.in.close();
        return nullptr;
    };
    started thread(closes_then);
    const std::vector<char> got = read_to_end(tested.out);
    REQUIRE(got.size() == 80 * piece);
    for (std::size_t i = 0; i < got.size(); i += piece)
        CHECK(std::all_of(got.begin() + static_cast<long>(i),
                          got.begin() + static_cast<long>(i + piece),
                          [&](char byte) { return byte == got[i]; }));
}

TEST_CASE("a pipe is at its end when the last that could write has closed it") {
    pipe_pair tested;
    char got = 0;
    while_one_waits([&] { CHECK(read(tested.out, &got, 1) == 0); }, [&] { tested.in.close(); });
}

TEST_CASE("a socket is at its end when the other end was shut down or closed") {
    const socket_pair shut;
    char got = 0;
    while_one_waits([&] { CHECK(recv(shut.out, &got, 1, 0) == 0); },
                    [&] { CHECK(shutdown(shut.in, SHUT_WR) == 0); });
    socket_pair closed;
    while_one_waits([&] { CHECK(recv(closed.out, &got, 1, 0) == 0); }, [&] { closed.in.close(); });
}

TEST_CASE("who writes where nobody can read any more gets EPIPE, and the signal") {
    pipe_pair tested;
    tested.out.close();
    std::atomic<bool> pending{false};
    auto writes = [&]() -> void* {
        sigset_t pipe_signal;
        sigemptyset(&pipe_signal);
        sigaddset(&pipe_signal, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
        CHECK(write(tested.in, "x", 1) == -1);
        CHECK(errno == EPIPE);
        sigset_t set;
        sigpending(&set);
        pending = sigismember(&set, SIGPIPE) == 1;
        const timespec at_once{};
        CHECK(sigtimedwait(&pipe_signal, nullptr, &at_once) == SIGPIPE);
        return nullptr;
    };
    started(writes).join();
    CHECK(pending);
}

TEST_CASE("a write that waits ends when the reader closes") {
    pipe_pair tested;
    const std::vector<char> sent = numbered(more_than_held);
    auto* const before = std::signal(SIGPIPE, SIG_IGN);
    auto writes = [&]() -> void* {
        // What was written before is told first.
        ssize_t wrote = 0;
        while ((wrote = write(tested.in, sent.data(), sent.size())) > 0)
            CHECK(wrote < static_cast<ssize_t>(sent.size()));
        CHECK(wrote == -1);
        CHECK(errno == EPIPE);
        return nullptr;
    };
    started thread(writes);
    char got = 0;
    CHECK(read(tested.out, &got, 1) == 1);
    tested.out.close();
    thread.join();
    std::signal(SIGPIPE, before);
}

TEST_CASE("a descriptor that does not block is EAGAIN where there is nothing, or no room") {
    const pipe_pair tested(O_NONBLOCK);
    char got = 0;
    CHECK(read(tested.out, &got, 1) == -1);
    CHECK(would_block());
    const std::vector<char> sent = numbered(more_than_held);
    const ssize_t wrote = write(tested.in, sent.data(), sent.size());
    CHECK(wrote > 0);
    CHECK(wrote < static_cast<ssize_t>(sent.size()));
    CHECK(write(tested.in, "x", 1) == -1);
    CHECK(would_block());
    std::vector<char> received(sent.size());
    CHECK(read(tested.out, received.data(), received.size()) == wrote);
    CHECK(std::equal(sent.begin(), sent.begin() + wrote, received.begin()));
    CHECK(read(tested.out, &got, 1) == -1);
    CHECK(would_block());
}

TEST_CASE("of at most PIPE_BUF bytes, a pipe that does not block takes all or none") {
    const pipe_pair tested(O_NONBLOCK);
    const std::vector<char> piece = numbered(PIPE_BUF);
    while (write(tested.in, piece.data(), piece.size() - 1) > 0) {
    }
    CHECK(would_block());
    char got[16];
    CHECK(read(tested.out, got, sizeof got) == sizeof got);
    CHECK(write(tested.in, piece.data(), piece.size()) == -1);
    CHECK(would_block());
}

TEST_CASE("a socket that does not block takes a part, and waits with nobody") {
    const socket_pair tested(SOCK_STREAM | SOCK_NONBLOCK);
    const std::vector<char> sent = numbered(more_than_held * 4);
    const ssize_t wrote = send(tested.in, sent.data(), sent.size(), 0);
    CHECK(wrote > 0);
    CHECK(wrote < static_cast<ssize_t>(sent.size()));
    CHECK(send(tested.in, "x", 1, 0) == -1);
    CHECK(would_block());
}

TEST_CASE("what was set not to block later does not block, and the reverse") {
    const pipe_pair tested;
    CHECK(fcntl(tested.out, F_GETFL) == O_RDONLY);
    CHECK(fcntl(tested.out, F_SETFL, O_NONBLOCK) == 0);
    char got = 0;
    CHECK(read(tested.out, &got, 1) == -1);
    CHECK(would_block());
    CHECK(fcntl(tested.out, F_SETFL, 0) == 0);
    while_one_waits([&] { CHECK(read(tested.out, &got, 1) == 1); },
                    [&] { CHECK(write(tested.in, "x", 1) == 1); });
    CHECK(fcntl(tested.out, F_GETFL) == O_RDONLY);
    CHECK(fcntl(tested.in, F_GETFL) == O_WRONLY);
}

TEST_CASE("calls on what is no descriptor, or the wrong end, fail at once") {
    const pipe_pair tested;
    char got = 0;
    CHECK(read(-1, &got, 1) == -1);
    CHECK(errno == EBADF);
    CHECK(read(tested.in, &got, 1) == -1);
    CHECK(errno == EBADF);
    CHECK(write(tested.out, &got, 1) == -1);
    CHECK(errno == EBADF);
    CHECK(recv(tested.out, &got, 1, 0) == -1);
    CHECK(errno == ENOTSOCK);
    CHECK(accept(tested.out, nullptr, nullptr) == -1);
    CHECK(errno == ENOTSOCK);
    CHECK(pread(tested.out, &got, 1, 0) == -1);
    CHECK(errno == ESPIPE);
    CHECK(read(tested.out, &got, 0) == 0);
    const iovec part{&got, 1};
    volatile int too_many = IOV_MAX + 1; // which are not looked at
    CHECK(readv(tested.out, &part, too_many) == -1);
    CHECK(errno == EINVAL);
    CHECK(writev(tested.in, &part, too_many) == -1);
    CHECK(errno == EINVAL);
}

TEST_CASE("files do not wait: read is at the end, pread and pwrite at their places") {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::tmpfile(), std::fclose);
    REQUIRE(file);
    const int tested = fileno(file.get());
    char got[4]{};
    CHECK(read(tested, got, 1) == 0);
    CHECK(pwrite(tested, "abc", 3, 5) == 3);
    CHECK(pread(tested, got, 2, 6) == 2);
    CHECK(std::string(got) == "bc");
    CHECK(lseek(tested, 0, SEEK_CUR) == 0);
    const std::array<iovec, 2> parts{iovec{got, 1}, iovec{got + 1, 1}};
    CHECK(preadv(tested, parts.data(), 2, 5) == 2);
    CHECK(std::string(got) == "ab");
}

TEST_CASE("of two that read from one pipe, each byte goes to one") {
    pipe_pair tested;
    std::atomic<int> sum{0};
    auto reads = [&]() -> void* {
        char got = 0;
        while (read(tested.out, &got, 1) == 1)
            sum += got;
        return nullptr;
    };
    {
        started one(reads);
        started two(reads);
        for (int i = 0; i < 100; ++i)
            CHECK(write(tested.in, "\1", 1) == 1);
        tested.in.close();
    }
    CHECK(sum == 100);
}

TEST_CASE("of many that wait at pipes, each goes on when its own is written to, in any order") {
    std::vector<std::unique_ptr<pipe_pair>> tested;
    std::vector<std::unique_ptr<started>> threads;
    sem_t gone;
    sem_init(&gone, 0, 0);
    std::atomic<int> last{-1};
    struct reader {
        int number;
        int from;
        std::atomic<int>* last;
        sem_t* gone;
        void* operator()() const {
            char got = 0;
            CHECK(read(from, &got, 1) == 1);
            CHECK(got == static_cast<char>(number));
            *last = number;
            sem_post(gone);
            return nullptr;
        }
    };
    std::vector<reader> readers;
    readers.reserve(50);
    for (int i = 0; i < 50; ++i) {
        tested.push_back(std::make_unique<pipe_pair>());
        readers.push_back({i, tested.back()->out, &last, &gone});
        threads.push_back(std::make_unique<started>(readers.back()));
    }
    for (int i = 49; i >= 0; --i) {
        const char sent = static_cast<char>(i);
        CHECK(write(tested[static_cast<std::size_t>(i)]->in, &sent, 1) == 1);
        sem_wait(&gone);
        CHECK(last == i);
    }
    threads.clear();
    sem_destroy(&gone);
}

TEST_CASE("accept waits until another thread connects, and both talk") {
    tcp_listener listener;
    auto serves = [&]() -> void* {
        sockaddr_in from{};
        socklen_t size = sizeof from;
        const descriptor client(accept(listener.socket, reinterpret_cast<sockaddr*>(&from), &size));
        CHECK(from.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
        CHECK((fcntl(client, F_GETFL) & O_NONBLOCK) == 0);
        char got = 0;
        while (recv(client, &got, 1, 0) == 1) {
            ++got;
            CHECK(send(client, &got, 1, 0) == 1);
        }
        return nullptr;
    };
    started thread(serves);
    let_run();
    const descriptor client(socket(AF_INET, SOCK_STREAM, 0));
    CHECK(connect(client, listener.generic(), sizeof listener.address) == 0);
    CHECK((fcntl(client, F_GETFL) & O_NONBLOCK) == 0);
    for (const char letter : std::string("abc")) {
        char got = 0;
        CHECK(send(client, &letter, 1, 0) == 1);
        CHECK(recv(client, &got, 1, 0) == 1);
        CHECK(got == letter + 1);
    }
    CHECK(shutdown(client, SHUT_WR) == 0);
    char got = 0;
    CHECK(recv(client, &got, 1, 0) == 0);
}

TEST_CASE("accept4 gives the descriptor the flags that it is asked for") {
    tcp_listener listener;
    int accepted = -1;
    const descriptor client(socket(AF_INET, SOCK_STREAM, 0));
    while_one_waits(
        [&] {
            accepted = accept4(listener.socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        },
        [&] { CHECK(connect(client, listener.generic(), sizeof listener.address) == 0); });
    const descriptor server(accepted);
    CHECK((fcntl(server, F_GETFL) & O_NONBLOCK) != 0);
    CHECK((fcntl(server, F_GETFD) & FD_CLOEXEC) != 0);
    CHECK((fcntl(listener.socket, F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("connect to a listener that is full waits until another thread accepts") {
    unix_listener listener(0);
    const descriptor first(socket(AF_UNIX, SOCK_STREAM, 0));
    const descriptor second(socket(AF_UNIX, SOCK_STREAM, 0));
    REQUIRE(connect(first, listener.generic(), listener.size) == 0);
    while_one_waits([&] { CHECK(connect(second, listener.generic(), listener.size) == 0); },
                    [&] {
                        const descriptor one(accept(listener.socket, nullptr, nullptr));
                        const descriptor other(accept(listener.socket, nullptr, nullptr));
                    });
}

TEST_CASE("connect where nobody listens is refused") {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    {
        const tcp_listener gone;
        address = gone.address;
    }
    const descriptor client(socket(AF_INET, SOCK_STREAM, 0));
    CHECK(connect(client, reinterpret_cast<const sockaddr*>(&address), size) == -1);
    CHECK(errno == ECONNREFUSED);
}

TEST_CASE("a socket that does not block is EAGAIN at accept, and connects while polled") {
    tcp_listener listener;
    CHECK(fcntl(listener.socket, F_SETFL, O_NONBLOCK) == 0);
    CHECK(accept(listener.socket, nullptr, nullptr) == -1);
    CHECK(would_block());
    const descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    if (connect(client, listener.generic(), sizeof listener.address) == -1) {
        CHECK(errno == EINPROGRESS);
    }
    pollfd connects{client, POLLOUT, 0};
    CHECK(poll(&connects, 1, -1) == 1);
    int error = -1;
    socklen_t size = sizeof error;
    CHECK(getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size) == 0);
    CHECK(error == 0);
}

TEST_CASE("a server has a thread for each of its clients, which are threads, too") {
    tcp_listener listener;
    auto serves = [&]() -> void* {
        struct worker {
            int client;
            void* operator()() const {
                const descriptor own(client);
                const std::vector<char> got = read_to_end(own);
                CHECK(write(own, got.data(), got.size()) == static_cast<ssize_t>(got.size()));
                return nullptr;
            }
        };
        std::array<worker, 8> workers{};
        std::vector<std::unique_ptr<started>> threads;
        threads.reserve(workers.size());
        for (worker& each : workers) {
            each.client = accept(listener.socket, nullptr, nullptr);
            threads.push_back(std::make_unique<started>(each));
        }
        return nullptr;
    };
    started server(serves);
    auto asks = [&]() -> void* {
        const descriptor own(socket(AF_INET, SOCK_STREAM, 0));
        CHECK(connect(own, listener.generic(), sizeof listener.address) == 0);
        const std::vector<char> sent = numbered(20'000);
        CHECK(write(own, sent.data(), sent.size()) == static_cast<ssize_t>(sent.size()));
        CHECK(shutdown(own, SHUT_WR) == 0);
        CHECK(read_to_end(own) == sent);
        return nullptr;
    };
    std::vector<std::unique_ptr<started>> clients;
    clients.reserve(8);
    for (int i = 0; i < 8; ++i)
        clients.push_back(std::make_unique<started>(asks));
}

TEST_CASE("poll, ppoll, select, pselect and epoll_wait wait until another thread has written") {
    const pipe_pair tested;
    const auto waits = [&](auto call) {
        while_one_waits([&] { CHECK(call() == 1); }, [&] { CHECK(write(tested.in, "x", 1) == 1); });
        char got = 0;
        CHECK(read(tested.out, &got, 1) == 1);
    };
    pollfd polled{tested.out, POLLIN, 0};
    waits([&] { return poll(&polled, 1, -1); });
    CHECK(polled.revents == POLLIN);
    waits([&] { return ppoll(&polled, 1, nullptr, nullptr); });
    fd_set set;
    const auto only_it = [&] {
        FD_ZERO(&set);
        FD_SET(tested.out, &set);
        return &set;
    };
    waits([&] { return select(tested.out + 1, only_it(), nullptr, nullptr, nullptr); });
    CHECK(FD_ISSET(tested.out, &set));
    waits([&] { return pselect(tested.out + 1, only_it(), nullptr, nullptr, nullptr, nullptr); });
    const descriptor epoll(epoll_create1(0));
    epoll_event event{EPOLLIN, {.u64 = 77}};
    REQUIRE(epoll_ctl(epoll, EPOLL_CTL_ADD, tested.out, &event) == 0);
    event = {};
    waits([&] { return epoll_wait(epoll, &event, 1, -1); });
    CHECK(std::uint32_t{event.events} == EPOLLIN);
    CHECK(std::uint64_t{event.data.u64} == 77);
    waits([&] { return epoll_pwait(epoll, &event, 1, -1, nullptr); });
    waits([&] { return epoll_pwait2(epoll, &event, 1, nullptr, nullptr); });
}

TEST_CASE("poll, select and epoll_wait give up when the time has come, while others run") {
    const pipe_pair tested;
    std::atomic<bool> ends{false};
    auto runs = [&]() -> void* {
        while (!ends)
            sched_yield();
        return nullptr;
    };
    started busy(runs);
    pollfd polled{tested.out, POLLIN, 77};
    CHECK(poll(&polled, 1, 0) == 0);
    CHECK(polled.revents == 0);
    CHECK(poll(&polled, 1, 5) == 0);
    const timespec soon{0, 5'000'000};
    CHECK(ppoll(&polled, 1, &soon, nullptr) == 0);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(tested.out, &set);
    timeval time{0, 5'000};
    CHECK(select(tested.out + 1, &set, nullptr, nullptr, &time) == 0);
    CHECK(!FD_ISSET(tested.out, &set));
    const descriptor epoll(epoll_create1(0));
    epoll_event event{EPOLLIN, {.u64 = 0}};
    REQUIRE(epoll_ctl(epoll, EPOLL_CTL_ADD, tested.out, &event) == 0);
    CHECK(epoll_wait(epoll, &event, 1, 0) == 0);
    CHECK(epoll_wait(epoll, &event, 1, 5) == 0);
    ends = true;
}

TEST_CASE("poll and select of nothing sleep as long as they are told") {
    const auto begin = std::chrono::steady_clock::now();
    auto sleeps = []() -> void* {
        CHECK(poll(nullptr, 0, 20) == 0);
        timeval time{0, 20'000};
        CHECK(select(0, nullptr, nullptr, nullptr, &time) == 0);
        return nullptr;
    };
    {
        started one(sleeps);
        started two(sleeps);
    }
    CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(40));
}

TEST_CASE("poll tells of each descriptor what there is, and passes negative ones over") {
    pipe_pair empty;
    pipe_pair filled;
    pipe_pair hung_up;
    CHECK(write(filled.in, "x", 1) == 1);
    hung_up.in.close();
    const int no_descriptor = dup(empty.out);
    close(no_descriptor);
    std::array<pollfd, 6> polled{pollfd{empty.out, POLLIN, 0},   pollfd{filled.out, POLLIN, 0},
                                 pollfd{hung_up.out, POLLIN, 0}, pollfd{empty.in, POLLOUT, 0},
                                 pollfd{-1, POLLIN, 77},         pollfd{no_descriptor, 0, 0}};
    CHECK(poll(polled.data(), polled.size(), -1) == 4);
    CHECK(polled[0].revents == 0);
    CHECK(polled[1].revents == POLLIN);
    CHECK(polled[2].revents == POLLHUP);
    CHECK(polled[3].revents == POLLOUT);
    CHECK(polled[4].revents == 0);
    CHECK(polled[5].revents == POLLNVAL);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(no_descriptor, &set);
    CHECK(select(no_descriptor + 1, &set, nullptr, nullptr, nullptr) == -1);
    CHECK(errno == EBADF);
}

TEST_CASE("who polls for room goes on when another thread has read") {
    const pipe_pair tested(O_NONBLOCK);
    const std::vector<char> filling = numbered(more_than_held);
    const ssize_t held = write(tested.in, filling.data(), filling.size());
    REQUIRE(held > 0);
    std::vector<char> got(static_cast<std::size_t>(held));
    while_one_waits(
        [&] {
            pollfd polled{tested.in, POLLOUT, 0};
            CHECK(poll(&polled, 1, -1) == 1);
            CHECK(polled.revents == POLLOUT);
        },
        [&] { CHECK(read(tested.out, got.data(), got.size()) == held); });
}

TEST_CASE("who polls is told when the other end is closed") {
    pipe_pair reading;
    while_one_waits(
        [&] {
            pollfd polled{reading.out, POLLIN, 0};
            CHECK(poll(&polled, 1, -1) == 1);
            CHECK(polled.revents == POLLHUP);
        },
        [&] { reading.in.close(); });
}

TEST_CASE("one thread polls for many, and finds which are ready") {
    const pipe_pair one;
    const pipe_pair two;
    const pipe_pair three;
    std::array<pollfd, 3> polled{pollfd{one.out, POLLIN, 0}, pollfd{two.out, POLLIN, 0},
                                 pollfd{three.out, POLLIN, 0}};
    while_one_waits([&] { CHECK(poll(polled.data(), polled.size(), -1) == 1); },
                    [&] { CHECK(write(two.in, "x", 1) == 1); });
    CHECK(polled[0].revents == 0);
    CHECK(polled[1].revents == POLLIN);
    CHECK(polled[2].revents == 0);
}

TEST_CASE("all that poll for one descriptor are told though the first reads what there is") {
    const pipe_pair tested(O_NONBLOCK);
    auto polls = [&]() -> void* {
        pollfd polled{tested.out, POLLIN, 0};
        CHECK(poll(&polled, 1, -1) == 1);
        CHECK(polled.revents == POLLIN);
        char got = 0;
        if (read(tested.out, &got, 1) == 1) {
            let_run();
            CHECK(write(tested.in, "x", 1) == 1);
        }
        return nullptr;
    };
    std::vector<std::unique_ptr<started>> threads;
    threads.reserve(100);
    for (int i = 0; i < 100; ++i)
        threads.push_back(std::make_unique<started>(polls));
    CHECK(write(tested.in, "x", 1) == 1);
}

TEST_CASE("threads wait in all for more descriptors than a process may have") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit few{200, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
    const pipe_pair one;
    const pipe_pair two;
    const auto polls = [](int from, int with) {
        std::vector<pollfd> polled(150, pollfd{from, POLLIN, 0});
        polled.push_back({with, POLLPRI, 0});
        CHECK(poll(polled.data(), polled.size(), -1) > 0); // what comes midway is not in the first
        CHECK(polled[149].revents == POLLIN);
        CHECK(polled.back().revents == 0);
    };
    while_one_waits([&] { polls(one.out, two.out); },
                    [&] {
                        while_one_waits([&] { polls(two.out, one.out); },
                                        [&] { CHECK(write(two.in, "x", 1) == 1); });
                        CHECK(write(one.in, "x", 1) == 1);
                    });
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

TEST_CASE("select that is ended by a signal leaves the sets as they were") {
    const pipe_pair tested;
    struct sigaction before {};
    struct sigaction handled {};
    handled.sa_handler = [](int) {};
    REQUIRE(sigaction(SIGUSR1, &handled, &before) == 0);
    std::atomic<bool> ended{false};
    auto waits = [&]() -> void* {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(tested.out, &set);
        CHECK(select(tested.out + 1, &set, nullptr, nullptr, nullptr) == -1);
        CHECK(errno == EINTR);
        CHECK(FD_ISSET(tested.out, &set));
        ended = true;
        return nullptr;
    };
    started thread(waits);
    CHECK(suite::eventually([&] {
        pthread_kill(thread.id, SIGUSR1);
        return ended.load();
    }));
    thread.join();
    CHECK(sigaction(SIGUSR1, &before, nullptr) == 0);
}

TEST_CASE("select may be told of more descriptors than the sets have room for") {
    // No memory follows these.
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* const pages =
        mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(pages != MAP_FAILED);
    char* const end = static_cast<char*>(pages) + page;
    REQUIRE(mprotect(end, page, PROT_NONE) == 0);
    auto& set = *reinterpret_cast<fd_set*>(end - sizeof(fd_set));
    const pipe_pair tested;
    while_one_waits(
        [&] {
            FD_SET(tested.out, &set);
            CHECK(select(1 << 20, &set, nullptr, nullptr, nullptr) == 1);
            CHECK(FD_ISSET(tested.out, &set));
        },
        [&] { CHECK(write(tested.in, "x", 1) == 1); });
    CHECK(munmap(pages, 2 * page) == 0);
}

TEST_CASE("select finds descriptors that are higher than its own sets have room for") {
    // In a child, as the table of descriptors does not become smaller.
    const auto is_found = [] {
        constexpr int high = 3000;
        const pipe_pair tested;
        if (dup2(tested.out, high) != high)
            return 2;
        std::array<fd_set, 4> sets{};
        sets[high / FD_SETSIZE].fds_bits[high % FD_SETSIZE / NFDBITS] |= 1L << high % NFDBITS;
        int ready = 0;
        auto selects = [&]() -> void* {
            ready = select(4 * FD_SETSIZE, sets.data(), nullptr, nullptr, nullptr);
            return nullptr;
        };
        started thread(selects);
        let_run();
        if (write(tested.in, "x", 1) != 1)
            return 3;
        thread.join();
        return ready == 1 ? 0 : 1;
    };
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit many{4096, before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &many) == 0);
    CHECK(suite::status_of_child(is_found) == 0);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
}

TEST_CASE("who waits for a descriptor is not kept from it by one that computes and gives way") {
    const pipe_pair tested;
    std::atomic<bool> got{false};
    auto reads = [&]() -> void* {
        char byte = 0;
        CHECK(read(tested.out, &byte, 1) == 1);
        got = true;
        return nullptr;
    };
    started thread(reads);
    let_run();
    CHECK(write(tested.in, "x", 1) == 1);
    for (int turns = 0; turns < 4 && !got; ++turns) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(25);
        while (std::chrono::steady_clock::now() < end) {
        }
        sched_yield();
    }
    CHECK(got);
}

TEST_CASE("a socket's own time-out ends recv") {
    const socket_pair tested;
    const timeval soon{0, 5'000};
    REQUIRE(setsockopt(tested.out, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon) == 0);
    std::atomic<bool> ended{false};
    auto waits = [&]() -> void* {
        char got = 0;
        CHECK(recv(tested.out, &got, 1, 0) == -1);
        CHECK(would_block());
        ended = true;
        return nullptr;
    };
    started thread(waits);
    CHECK(suite::eventually([&] { return ended.load(); }));
}

TEST_CASE("who reads an event's or a timer's descriptor waits") {
    const descriptor event(eventfd(0, 0));
    std::uint64_t got = 0;
    while_one_waits([&] { CHECK(read(event, &got, sizeof got) == sizeof got); },
                    [&] {
                        const std::uint64_t sent = 5;
                        CHECK(write(event, &sent, sizeof sent) == sizeof sent);
                    });
    CHECK(got == 5);
    const descriptor timer(timerfd_create(CLOCK_MONOTONIC, 0));
    const itimerspec once{{0, 0}, {0, 5'000'000}};
    REQUIRE(timerfd_settime(timer, 0, &once, nullptr) == 0);
    std::atomic<bool> ended{false};
    auto waits = [&]() -> void* {
        CHECK(read(timer, &got, sizeof got) == sizeof got);
        ended = true;
        return nullptr;
    };
    started thread(waits);
    CHECK(suite::eventually([&] { return ended.load(); }));
    thread.join();
    CHECK(got == 1);
}

TEST_CASE("several threads sleep at a time") {
    // One after the other, the short sleeps would begin after the long one.
    std::atomic<int> short_ones{0};
    int seen = 0;
    auto sleeps_long = [&]() -> void* {
        const timespec time{1, 0};
        CHECK(nanosleep(&time, nullptr) == 0);
        seen = short_ones;
        return nullptr;
    };
    auto sleeps_short = [&]() -> void* {
        const timespec time{0, 2'000'000};
        CHECK(nanosleep(&time, nullptr) == 0);
        CHECK(usleep(2'000) == 0);
        ++short_ones;
        return nullptr;
    };
    started long_one(sleeps_long);
    {
        started one(sleeps_short);
        started two(sleeps_short);
        started three(sleeps_short);
    }
    CHECK(short_ones == 3);
    long_one.join();
    CHECK(seen == 3);
}

TEST_CASE("who sleeps is not kept from it by others that wait, poll and give way") {
    const pipe_pair tested;
    sem_t never;
    sem_init(&never, 0, 0);
    std::atomic<bool> ends{false};
    auto polls = [&]() -> void* {
        pollfd polled{tested.out, POLLIN, 0};
        CHECK(poll(&polled, 1, -1) == 1);
        return nullptr;
    };
    auto waits = [&]() -> void* {
        CHECK(sem_wait(&never) == 0);
        return nullptr;
    };
    auto gives_way = [&]() -> void* {
        while (!ends)
            CHECK(sched_yield() == 0);
        return nullptr;
    };
    {
        started one(polls);
        started two(waits);
        started three(gives_way);
        const timespec time{0, 5'000'000};
        CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nullptr) == 0);
        ends = true;
        CHECK(sem_post(&never) == 0);
        CHECK(write(tested.in, "x", 1) == 1);
    }
    sem_destroy(&never);
}
