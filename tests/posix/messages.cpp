// Several messages of sockets in a call.
#include <array>
#include <cerrno>
#include <string>
#include <sys/socket.h>
#include <vector>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "eventually.hpp"
#include "going_on.hpp"
#include "interrupted.hpp"
#include "started.hpp"

using suite::elsewhere;
using suite::error_elsewhere;
using suite::let_run;
using suite::pipe_pair;
using suite::socket_pair;
using suite::while_one_waits;

namespace {

/// Three messages, each with eight bytes of its own.
class three_messages {
  public:
    three_messages() {
        for (std::size_t i = 0; i < itself.size(); ++i) {
            parts_[i] = {bytes[i].data(), bytes[i].size()};
            itself[i].msg_hdr.msg_iov = &parts_[i];
            itself[i].msg_hdr.msg_iovlen = 1;
        }
    }
    three_messages(const three_messages&) = delete;
    three_messages& operator=(const three_messages&) = delete;

    void resize(std::size_t which, std::size_t size) { parts_[which].iov_len = size; }
    [[nodiscard]] std::string got(std::size_t which) const {
        return {bytes[which].data(), itself[which].msg_len};
    }

    std::array<std::array<char, 8>, 3> bytes{};
    std::array<mmsghdr, 3> itself{};

  private:
    std::array<iovec, 3> parts_{};
};

int receive(int socket, three_messages& to, int flags = 0, timespec* time = nullptr) {
    return recvmmsg(socket, to.itself.data(), 3, flags, time);
}

void send_word(int socket, const char* word) {
    const std::string sent(word);
    CHECK(send(socket, sent.data(), sent.size(), 0) == static_cast<ssize_t>(sent.size()));
}

/// Until no more is held.
void fill(int socket) {
    while (send(socket, "x", 1, MSG_DONTWAIT) == 1) {
    }
}

constexpr time_t hour = 3600;

} // namespace

TEST_CASE("recvmmsg waits until as many messages have come as it was asked for") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    while_one_waits([&] { CHECK(receive(tested.out, got) == 3); },
                    [&] {
                        send_word(tested.in, "one");
                        let_run();
                        send_word(tested.in, "other");
                        let_run();
                        send_word(tested.in, "");
                    });
    CHECK(got.got(0) == "one");
    CHECK(got.got(1) == "other");
    CHECK(got.got(2).empty());
}

TEST_CASE("recvmmsg with MSG_WAITFORONE waits for one, and takes what is there then") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    while_one_waits([&] { CHECK(receive(tested.out, got, MSG_WAITFORONE) == 1); },
                    [&] { send_word(tested.in, "one"); });
    CHECK(got.got(0) == "one");
    send_word(tested.in, "two");
    send_word(tested.in, "three");
    CHECK(elsewhere([&] { return receive(tested.out, got, MSG_WAITFORONE); }) == 2);
    CHECK(got.got(1) == "three");
}

TEST_CASE("recvmmsg that is not to wait takes what is there") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    CHECK(error_elsewhere([&] { return receive(tested.out, got, MSG_DONTWAIT); }) == EAGAIN);
    send_word(tested.in, "one");
    CHECK(elsewhere([&] { return receive(tested.out, got, MSG_DONTWAIT); }) == 1);
    CHECK(got.got(0) == "one");
}

TEST_CASE("recvmmsg tells what is left of its time when the last message came") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    timespec time{hour, 0};
    while_one_waits([&] { CHECK(recvmmsg(tested.out, got.itself.data(), 1, 0, &time) == 1); },
                    [&] { send_word(tested.in, "one"); });
    CHECK(time.tv_sec < hour);
    CHECK(time.tv_sec > 0);
    CHECK(time.tv_nsec >= 0);
    CHECK(time.tv_nsec < 1'000'000'000);
    for (int i = 0; i < 3; ++i)
        send_word(tested.in, "x");
    CHECK(elsewhere([&] { return receive(tested.out, got, 0, &time); }) == 3);
    CHECK(time.tv_sec < hour);
    CHECK(time.tv_sec > 0);
}

TEST_CASE("recvmmsg takes no second message when its time has passed, and none is left") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    send_word(tested.in, "one");
    send_word(tested.in, "other");
    timespec time{0, 1};
    CHECK(elsewhere([&] { return receive(tested.out, got, 0, &time); }) == 1);
    CHECK(got.got(0) == "one");
    CHECK(time.tv_sec == 0);
    CHECK(time.tv_nsec == 0);
}

TEST_CASE("recvmmsg that gets nothing leaves its time as it was") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    timespec time{hour, 5};
    CHECK(error_elsewhere([&] { return receive(tested.out, got, MSG_DONTWAIT, &time); }) == EAGAIN);
    CHECK(time.tv_sec == hour);
    CHECK(time.tv_nsec == 5);
}

TEST_CASE("recvmmsg and sendmmsg of any number of messages, none too, refuse what is no socket") {
    const pipe_pair no_socket;
    three_messages all;
    mmsghdr* const messages = all.itself.data();
    for (const unsigned count : {0U, 1U}) {
        CAPTURE(count);
        const auto receives = [&](int from) {
            return error_elsewhere([&] { return recvmmsg(from, messages, count, 0, nullptr); });
        };
        const auto sends = [&](int to) {
            return error_elsewhere([&] { return sendmmsg(to, messages, count, 0); });
        };
        CHECK(receives(-1) == EBADF);
        CHECK(sends(-1) == EBADF);
        CHECK(receives(no_socket.out) == ENOTSOCK);
        CHECK(sends(no_socket.in) == ENOTSOCK);
    }
}

TEST_CASE("recvmmsg refuses a time that is none") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    send_word(tested.in, "one");
    for (timespec time : {timespec{0, 1'000'000'000}, timespec{0, -1}, timespec{-1, 0}}) {
        CHECK(error_elsewhere([&] { return receive(tested.out, got, 0, &time); }) == EINVAL);
    }
    CHECK(elsewhere([&] { return receive(tested.out, got, MSG_DONTWAIT); }) == 1);
}

TEST_CASE("sendmmsg sends all, and tells how much of each") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages sent;
    sent.bytes[1] = {'o', 'n', 'e'};
    sent.resize(0, 0);
    sent.resize(1, 3);
    CHECK(elsewhere([&] { return sendmmsg(tested.in, sent.itself.data(), 3, 0); }) == 3);
    CHECK(sent.itself[0].msg_len == 0);
    CHECK(sent.itself[1].msg_len == 3);
    CHECK(sent.itself[2].msg_len == 8);
    three_messages got;
    CHECK(receive(tested.out, got) == 3);
    CHECK(got.got(0).empty());
    CHECK(got.got(1) == "one");
    CHECK(got.got(2).size() == 8);
}

TEST_CASE("sendmmsg waits for room, which another thread makes") {
    const socket_pair tested(SOCK_DGRAM);
    fill(tested.in);
    three_messages sent;
    while_one_waits([&] { CHECK(sendmmsg(tested.in, sent.itself.data(), 3, 0) == 3); },
                    [&] {
                        char got[8]{};
                        while (recv(tested.out, got, sizeof got, 0) == 1) {
                        }
                        CHECK(recv(tested.out, got, sizeof got, 0) == 8);
                        CHECK(recv(tested.out, got, sizeof got, 0) == 8);
                    });
}

TEST_CASE("sendmmsg where there is no room is EAGAIN if it is not to wait, and a handler ends it") {
    const socket_pair tested(SOCK_DGRAM);
    fill(tested.in);
    three_messages sent;
    mmsghdr* const messages = sent.itself.data();
    CHECK(error_elsewhere([&] { return sendmmsg(tested.in, messages, 3, MSG_DONTWAIT); }) ==
          EAGAIN);
    CHECK(suite::error_when_interrupted([&] { return sendmmsg(tested.in, messages, 3, 0); }) ==
          EINTR);
}

TEST_CASE("a handler ends recvmmsg, which tells of the messages that have come before") {
    const socket_pair tested(SOCK_DGRAM);
    three_messages got;
    CHECK(suite::error_when_interrupted([&] { return receive(tested.out, got); }) == EINTR);
    send_word(tested.in, "one");
    int count = 0;
    CHECK(suite::error_when_interrupted([&] { return count = receive(tested.out, got); }) == 0);
    CHECK(count == 1);
    CHECK(got.got(0) == "one");
}

TEST_CASE("sendmmsg tells of an error only where nothing was sent before") {
    const socket_pair tested(SOCK_DGRAM);
    std::vector<char> too_much(1 << 24);
    three_messages sent;
    iovec part{too_much.data(), too_much.size()};
    sent.itself[1].msg_hdr.msg_iov = &part;
    const auto sends = [&](std::size_t first) {
        return elsewhere([&] { return sendmmsg(tested.in, &sent.itself[first], 2, 0); });
    };
    CHECK(sends(0) == 1);
    CHECK(error_elsewhere([&] { return sendmmsg(tested.in, &sent.itself[1], 2, 0); }) == EMSGSIZE);
    three_messages got;
    CHECK(receive(tested.out, got, MSG_DONTWAIT) == 1);
}
