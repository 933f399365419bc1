// Sending from a file to what others read.
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/sendfile.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "descriptors.hpp"
#include "going_on.hpp"
#include "interrupted.hpp"
#include "numbered.hpp"
#include "started.hpp"
#include "temporary_folder.hpp"

using suite::descriptor;
using suite::error_elsewhere;
using suite::more_than_held;
using suite::numbered;
using suite::pipe_pair;
using suite::socket_pair;
using suite::started;
using suite::while_one_waits;

namespace {

struct open_file {
    suite::temporary_folder folder;
    std::string name = folder.of("file");
    descriptor itself{open(name.c_str(), O_RDWR | O_CREAT, 0600)};

    explicit open_file(const std::vector<char>& bytes) {
        REQUIRE(pwrite(itself, bytes.data(), bytes.size(), 0) ==
                static_cast<ssize_t>(bytes.size()));
    }
    operator int() const { return itself; }
};

/// Until no more is held.
void fill(int to) {
    REQUIRE(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    const std::vector<char> much(more_than_held);
    for (std::size_t size = much.size(); size > 0; size /= 2) {
        while (write(to, much.data(), size) > 0) {
        }
    }
    REQUIRE(fcntl(to, F_SETFL, 0) == 0);
}

template <class Pair>
void all_arrives(off_t* place) {
    Pair tested;
    const std::vector<char> bytes = numbered(more_than_held);
    const open_file from(bytes);
    auto sends = [&]() -> void* {
        std::size_t done = 0; // it may send a part
        while (done < bytes.size()) {
            const ssize_t sent = sendfile(tested.in, from, place, bytes.size() - done);
            CHECK(sent > 0);
            if (sent <= 0)
                break;
            done += static_cast<std::size_t>(sent);
        }
        CHECK(sendfile(tested.in, from, place, 1) == 0); // the end
        tested.in.close();
        return nullptr;
    };
    started thread(sends);
    std::vector<char> got;
    std::array<char, 5000> part{};
    for (ssize_t size = 0; (size = read(tested.out, part.data(), part.size())) > 0;)
        got.insert(got.end(), part.begin(), part.begin() + size);
    thread.join();
    CHECK(got == bytes);
    CHECK(lseek(from, 0, SEEK_CUR) == (place == nullptr ? static_cast<off_t>(bytes.size()) : 0));
    if (place != nullptr)
        CHECK(*place == static_cast<off_t>(bytes.size()));
}

} // namespace

TEST_CASE("sendfile of more than is held arrives whole, from the file's place or another") {
    off_t of_pipe = 0;
    off_t of_socket = 0;
    all_arrives<pipe_pair>(nullptr);
    all_arrives<pipe_pair>(&of_pipe);
    all_arrives<socket_pair>(nullptr);
    all_arrives<socket_pair>(&of_socket);
}

TEST_CASE("sendfile waits for room, which another thread makes") {
    const pipe_pair tested;
    fill(tested.in);
    const open_file from({'a', 'b'});
    std::vector<char> held(more_than_held);
    ssize_t size = 0;
    off_t place = 1;
    while_one_waits([&] { CHECK(sendfile(tested.in, from, &place, 100) == 1); },
                    [&] { size = read(tested.out, held.data(), held.size()); });
    CHECK(place == 2);
    CHECK(size > 0);
    CHECK(read(tested.out, held.data(), held.size()) == 1);
    CHECK(held.front() == 'b');
}

TEST_CASE("sendfile to what does not block sends what there is room for, or none") {
    const pipe_pair tested(O_NONBLOCK);
    const open_file from(numbered(more_than_held));
    ssize_t sent = 0;
    CHECK(error_elsewhere(
              [&] { return sent = sendfile(tested.in, from, nullptr, more_than_held); }) == 0);
    CHECK(sent > 0);
    CHECK(sent < static_cast<ssize_t>(more_than_held));
    CHECK(lseek(from, 0, SEEK_CUR) == sent);
    CHECK(error_elsewhere([&] { return sendfile(tested.in, from, nullptr, 1); }) == EAGAIN);
    CHECK(lseek(from, 0, SEEK_CUR) == sent);
}

TEST_CASE("a handler ends sendfile where there is no room") {
    const pipe_pair tested;
    fill(tested.in);
    const open_file from({'a'});
    CHECK(suite::error_when_interrupted([&] { return sendfile(tested.in, from, nullptr, 1); }) ==
          EINTR);
    CHECK(lseek(from, 0, SEEK_CUR) == 0);
}

TEST_CASE("sendfile of any number of bytes, none too, refuses what cannot be read or written") {
    const pipe_pair tested;
    const open_file from({'a', 'b'});
    const descriptor only_written(open(from.name.c_str(), O_WRONLY));
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}}) {
        CAPTURE(size);
        const auto error = [&](int to, int of, off_t place) {
            return error_elsewhere([&] { return sendfile(to, of, &place, size); });
        };
        CHECK(error(tested.in, from, 0) == 0);
        CHECK(error(-1, from, 0) == EBADF);
        CHECK(error(tested.out, from, 0) == EBADF);
        CHECK(error(tested.in, -1, 0) == EBADF);
        CHECK(error(tested.in, only_written, 0) == EBADF);
        CHECK(error(tested.in, from, -1) == EINVAL);
    }
    CHECK(error_elsewhere([&] { return sendfile(-1, from, nullptr, 0); }) == EBADF);
    off_t at_end = 2;
    CHECK(error_elsewhere([&] { return sendfile(-1, from, &at_end, 1); }) == EBADF);
}
